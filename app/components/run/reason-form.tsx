'use client'

import { useEffect, useRef, useState } from 'react'
import { inputClass } from '#app/components/form/field.tsx'
import { button } from '#app/components/marks/button.ts'

/** Longest reason that the contract takes. */
export const longestReason = 500

interface ReasonFormProps {
  /** What is about to be done: Pause. */
  title: string
  onSend: (reason: string) => void
  onClose: () => void
}

/** Asks why something is done, for the run's history. */
export function ReasonForm({ title, onSend, onClose }: ReasonFormProps) {
  const [reason, setReason] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])
  return (
    <form
      className="order-6 flex w-full max-w-180 flex-wrap items-center gap-2 py-1"
      onSubmit={(event) => {
        event.preventDefault()
        onSend(reason.trim())
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <label className="flex min-w-48 flex-1 items-center gap-2 text-ink-2">
        <span className="whitespace-nowrap">{title}, because</span>
        <input
          ref={field}
          className={inputClass}
          autoComplete="off"
          maxLength={longestReason}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      <button type="submit" className={button()}>
        {title}
      </button>
      <button type="button" className={button({ kind: 'ghost' })} onClick={onClose}>
        Cancel
      </button>
    </form>
  )
}
