import Link from 'next/link'
import { button } from '#app/components/marks/button.ts'
import { Page } from '#app/components/shell/page-frame.tsx'
import { PlainMessage } from '#app/components/shell/plain-message.tsx'

export const metadata = { title: 'Not found' }

/** For an address that is none of ours. */
export default function NotFound() {
  return (
    <Page crumbs={[{ title: 'Not found' }]}>
      <PlainMessage
        title="There is nothing here"
        action={
          <Link href="/" className={button()}>
            To the runs
          </Link>
        }
      >
        No page of Actoscope has this address.
      </PlainMessage>
    </Page>
  )
}
