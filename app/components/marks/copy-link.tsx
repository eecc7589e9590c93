'use client'

import { Check, Link2 } from 'lucide-react'
import { useState } from 'react'
import { button } from './button.ts'
import { copyText } from './copy-text.ts'

/**
 * Puts the page's address on the clipboard; who opens it sees the same.
 *
 * @param link that address, where the bar of the browser may not have it yet
 */
export function CopyLink({ link = async () => location.href }: { link?: () => Promise<string> }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')

  async function copy() {
    const address = await link().catch(() => null)
    setState(address !== null && (await copyText(address)) ? 'copied' : 'failed')
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
