'use client'

import { type FormEvent, useState } from 'react'
import { Field, inputClass } from '#app/components/form/field.tsx'
import { button } from '#app/components/marks/button.ts'
import { memberCookie, memberNameSchema } from '#lib/contracts/member.ts'
import { Part } from './part.tsx'

/** Seconds for which the browser remembers a name. */
const year = 365 * 24 * 3600

/** The name under which this browser queues and steers runs, kept in a cookie; there are no accounts yet. */
export function YourName({ initial }: { initial: string }) {
  const [name, setName] = useState(initial)
  const [kept, setKept] = useState(initial)
  const [outcome, setOutcome] = useState('')
  const parsed = memberNameSchema.safeParse(name)
  const wrong = name.trim() !== '' && !parsed.success

  function save(event: FormEvent) {
    event.preventDefault()
    if (wrong) return
    const value = parsed.success ? parsed.data : ''
    // biome-ignore lint/suspicious/noDocumentCookie: CookieStore needs https
    document.cookie = `${memberCookie}=${encodeURIComponent(value)}; path=/; max-age=${value ? year : 0}; samesite=lax`
    setName(value)
    setKept(value)
    setOutcome(value ? `Saved. You are ${value} in this browser.` : 'Saved. You are nobody in particular.')
  }

  return (
    <form onSubmit={save}>
      <Part title="You">
        <p className="mb-3">
          A name that stands beside what you queue, pause and stop, and by which the queue is fair: members
          take turns, so that nobody’s hundred runs hold up yours. It is only a name, no account: nobody
          checks it.
        </p>
        <div className="flex items-start gap-2">
          <div className="w-64 min-w-0">
            <Field
              label="Your name"
              error={wrong ? 'at most 60 characters' : undefined}
              hint={outcome || null}
            >
              {(attributes) => (
                <input
                  {...attributes}
                  className={inputClass}
                  autoComplete="name"
                  value={name}
                  maxLength={60}
                  placeholder="nobody in particular"
                  onChange={(event) => {
                    setName(event.target.value)
                    setOutcome('')
                  }}
                />
              )}
            </Field>
          </div>
          <button type="submit" className={`${button()} mt-5`} disabled={name.trim() === kept || wrong}>
            Save
          </button>
        </div>
        <p role="status" className="sr-only">
          {outcome}
        </p>
      </Part>
    </form>
  )
}
