'use client'

import { Check, Link2 } from 'lucide-react'
import { useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { copyText } from '#app/components/marks/copy-text.ts'

/** Puts the page's address on the clipboard; who opens it sees the same runs. */
export function CopyLink() {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')

  async function copy() {
    setState((await copyText(location.href)) ? 'copied' : 'failed')
    setTimeout(() => setState('idle'), 2500)
  }

  const Icon = state === 'copied' ? Check : Link2
  return (
    <span className="ml-auto">
      <button type="button" className={`${button()} min-w-30`} onClick={copy}>
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        {{ idle: 'Copy link', copied: 'Copied', failed: 'Not allowed' }[state]}
      </button>
      <span role="status" className="sr-only">
        {
          { idle: '', copied: 'The address is on the clipboard', failed: 'The browser refuses to copy' }[
            state
          ]
        }
      </span>
    </span>
  )
}
