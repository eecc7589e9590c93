import Link from 'next/link'
import { button } from '#app/components/marks/button.ts'
import { Page } from '#app/components/shell/page-frame.tsx'
import { PlainMessage } from '#app/components/shell/plain-message.tsx'

/** For the id of no run. */
export default function RunNotFound() {
  return (
    <Page crumbs={[{ title: 'Runs', href: '/' }, { title: 'No such run' }]}>
      <PlainMessage
        title="No run has this id"
        action={
          <Link href="/" className={button()}>
            Back to the runs
          </Link>
        }
      >
        It may have been deleted, or the address was cut short on its way here.
      </PlainMessage>
    </Page>
  )
}
