'use client'

import { useEffect } from 'react'
import { button } from '#app/components/marks/button.ts'
import { Page } from '#app/components/shell/page-frame.tsx'
import { PlainMessage } from '#app/components/shell/plain-message.tsx'

/** For what was not meant to happen. Training goes on in the server whatever a page does. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => console.error(error), [error])
  return (
    <Page crumbs={[{ title: 'Error' }]}>
      <PlainMessage
        title="This page could not be shown"
        action={
          <button type="button" className={button({ kind: 'primary' })} onClick={retry}>
            Try again
          </button>
        }
      >
        Runs go on undisturbed, and what they recorded is safe. The server log has the details.
      </PlainMessage>
    </Page>
  )
}
