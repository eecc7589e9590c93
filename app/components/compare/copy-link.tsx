'use client'

import { Check, Link2 } from 'lucide-react'
import { useState } from 'react'
import { button } from '#app/components/marks/button.ts'

/** Copies text where the clipboard's own interface is missing, as it is on plain http. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.style.position = 'fixed'
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}

/** Puts the page's address on the clipboard; who opens it sees the same runs. */
export function CopyLink() {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')

  async function copy() {
    const done = await navigator.clipboard?.writeText(location.href).then(
      () => true,
      () => false,
    )
    setState((done ?? copyBySelection(location.href)) ? 'copied' : 'failed')
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
