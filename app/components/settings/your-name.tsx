'use client'

import { useState } from 'react'
import { inputClass } from '#app/components/form/field.tsx'
import { button } from '#app/components/marks/button.ts'
import { memberCookie, memberNameSchema } from '#lib/contracts/member.ts'

const year = 365 * 24 * 3600

/** The name under which this browser queues and steers runs. Kept in a cookie; there are no accounts yet. */
export function YourName({ initial }: { initial: string }) {
  const [name, setName] = useState(initial)
  const [saved, setSaved] = useState(initial)
  const parsed = memberNameSchema.safeParse(name)
  const wrong = name.trim() !== '' && !parsed.success

  function save() {
    const value = parsed.success ? encodeURIComponent(parsed.data) : ''
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari before 2025
    document.cookie = `${memberCookie}=${value}; path=/; max-age=${value ? year : 0}; samesite=strict`
    setSaved(name)
  }

  return (
    <form
      className="mb-10"
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong) save()
      }}
    >
      <h2 className="mb-1">You</h2>
      <p className="mb-3 text-ink-2">
        A name that stands beside what you queue, pause and stop, and by which the queue is fair: everybody’s
        next run gets its turn. It is what you say it is; there are no accounts yet.
      </p>
      <div className="flex flex-wrap items-end gap-2">
        <label className="grid gap-1">
          <span className="text-12 text-ink-3">Name</span>
          <input
            className={`${inputClass} w-64!`}
            value={name}
            maxLength={60}
            placeholder="nobody in particular"
            aria-invalid={wrong}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
        <button type="submit" className={button()} disabled={name === saved || wrong}>
          Save
        </button>
        <span role="status" className="self-center text-ink-3">
          {name === saved && saved !== initial ? 'Saved' : ''}
        </span>
      </div>
    </form>
  )
}
