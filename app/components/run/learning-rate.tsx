'use client'

import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { Field, inputClass, NumberField } from '#app/components/form/field.tsx'
import { button } from '#app/components/marks/button.ts'
import { usePopup } from '#app/components/marks/use-popup.ts'
import { setting } from '#app/format/numbers.ts'
import { setLearningRate } from '#app/requests/control.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { type LearningRateRequest, learningRateRequestSchema } from '#lib/contracts/control.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { longestReason } from './reason-form.tsx'

/** The learning rate that holds, which schedules multiply, and the one that was set and does not apply yet. */
function learningRates({ config, learningRateChanges }: Pick<Run, 'config' | 'learningRateChanges'>): {
  now: number
  pending: number | null
} {
  const last = learningRateChanges.findLast(({ step }) => step !== null)
  return {
    now: last?.learningRate ?? config.optimizer.learningRate,
    pending: learningRateChanges.findLast(({ step }) => step === null)?.learningRate ?? null,
  }
}

/** The learning rate, and while the run has not ended, the way to another. */
export function LearningRate({ run }: { run: Run }) {
  const { open, setOpen, root } = usePopup()
  const { now, pending } = learningRates(run)
  const ended = endedStates.includes(run.state)
  const when = run.state === 'running' ? 'applies at the next step' : 'applies when the training goes on'
  return (
    <div ref={root} className="relative flex items-center gap-1">
      <span className="min-w-0 truncate">
        {setting(now)}
        {pending !== null && (
          <span className="text-13 font-normal tracking-normal text-ink-2" title={when}>
            {' '}
            → {setting(pending)}
            <span className="sr-only">, {when}</span>
          </span>
        )}
      </span>
      {!ended && (
        <button
          type="button"
          aria-label="Change the learning rate"
          title="Change"
          aria-expanded={open}
          className="-my-2 grid size-7 shrink-0 place-items-center rounded-3 text-ink-3 hover:bg-hover hover:text-ink aria-expanded:bg-pressed pointer-coarse:size-9"
          onClick={() => setOpen(!open)}
        >
          <Pencil size={14} strokeWidth={1.75} aria-hidden="true" />
        </button>
      )}
      {open && !ended && <ChangeForm run={run} when={when} onDone={() => setOpen(false)} />}
    </div>
  )
}

interface ChangeFormProps {
  run: Run
  /** When a change applies, in words. */
  when: string
  onDone: () => void
}

/** Asks for the new rate and why. */
function ChangeForm({ run, when, onDone }: ChangeFormProps) {
  const { now, pending } = learningRates(run)
  const [rate, setRate] = useState(String(pending ?? now))
  const [reason, setReason] = useState('')
  const [sending, setSending] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)

  async function send() {
    const checked = parseChange(rate, reason)
    if (!checked) {
      setFailure('A number above 0, at most 1000, is needed')
      return
    }
    setSending(true)
    setFailure(null)
    try {
      await setLearningRate(run.id, checked)
      onDone()
    } catch (error) {
      const { errors, detail } = problemOf(error)
      setFailure(errors?.[0]?.message ?? detail)
      setSending(false)
    }
  }

  return (
    <form
      aria-label="Change the learning rate"
      noValidate
      className="absolute top-full right-0 z-20 mt-1 grid w-72 gap-1.5 rounded-4 bg-raised p-3 text-13 font-normal tracking-normal whitespace-normal shadow-float"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <NumberField
        label="Learning rate"
        hint={run.config.schedule.name === 'constant' ? when : `${when}, times the schedule`}
        error={failure ?? undefined}
        value={rate}
        onChange={setRate}
        focused
      />
      <Field label="Why" hint="for the history; may stay empty" error={undefined}>
        {(attributes) => (
          <input
            {...attributes}
            className={inputClass}
            autoComplete="off"
            maxLength={longestReason}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
      <div className="mt-1 flex justify-end gap-2">
        <button type="button" className={button({ kind: 'ghost' })} onClick={onDone}>
          Cancel
        </button>
        <button type="submit" className={button()} disabled={sending}>
          {sending ? 'Setting' : 'Set'}
        </button>
      </div>
    </form>
  )
}

function parseChange(rate: string, reason: string): LearningRateRequest | null {
  const why = reason.trim()
  const request = { learningRate: rate.trim() ? Number(rate) : Number.NaN, ...(why ? { reason: why } : {}) }
  const parsed = learningRateRequestSchema.safeParse(request)
  return parsed.success ? parsed.data : null
}
