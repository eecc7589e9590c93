'use client'

import { type ReactNode, useState } from 'react'
import { inputClass } from '#app/components/form/field.tsx'
import { button } from '#app/components/marks/button.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { updateSettings } from '#app/requests/settings.ts'
import type { Settings } from '#lib/contracts/settings.ts'

/** The settings as text fields: an empty one is no limit. */
interface Draft {
  runningLimit: string
  thinAfterDays: string
  dropAfterDays: string
}

const toText = (value: number | null): string => (value === null ? '' : String(value))
const toNumber = (text: string): number | null => (text.trim() === '' ? null : Number(text))

function draftOf({ runningLimit, retention }: Settings): Draft {
  return {
    runningLimit: toText(runningLimit),
    thinAfterDays: toText(retention.thinAfterDays),
    dropAfterDays: toText(retention.dropAfterDays),
  }
}

/** How many runs may run at once, and what becomes of old ones; for everybody, at once. */
export function SettingsForm({ initial, workers }: { initial: Settings; workers: number }) {
  const [draft, setDraft] = useState(draftOf(initial))
  const [saved, setSaved] = useState(draft)
  const [outcome, setOutcome] = useState<{ words: string; bad: boolean } | null>(null)
  const changed = JSON.stringify(draft) !== JSON.stringify(saved)
  const set = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }))
    setOutcome(null)
  }

  async function save() {
    try {
      const { runningLimit, thinAfterDays, dropAfterDays } = draft
      const retention = { thinAfterDays: toNumber(thinAfterDays), dropAfterDays: toNumber(dropAfterDays) }
      const next = draftOf(await updateSettings({ runningLimit: toNumber(runningLimit), retention }))
      setDraft(next)
      setSaved(next)
      setOutcome({ words: 'Saved, for everybody', bad: false })
    } catch (error) {
      setOutcome({ words: problemOf(error).detail, bad: true })
    }
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <h2 className="mb-1">Queue</h2>
      <Row
        label="Runs at once"
        unit={`of ${workers} worker ${workers === 1 ? 'thread' : 'threads'}`}
        placeholder={`all ${workers}`}
        value={draft.runningLimit}
        onChange={(runningLimit) => set({ runningLimit })}
      >
        Lower it to leave the machine room for something else. What runs already goes on to its end.
      </Row>
      <h2 className="mt-8 mb-1">Old runs</h2>
      <p className="mb-3 text-ink-2">
        Charts read summaries of 32 points and more, which stay for good. These settings are about the single
        points behind them, of runs with more than 4,096 readings. A run without them cannot be retried, and
        cannot be downloaded as a file.
      </p>
      <Row
        label="Thin after"
        unit="days"
        placeholder="never"
        value={draft.thinAfterDays}
        onChange={(thinAfterDays) => set({ thinAfterDays })}
      >
        Keeps every 32nd reading.
      </Row>
      <Row
        label="Drop after"
        unit="days"
        placeholder="never"
        value={draft.dropAfterDays}
        onChange={(dropAfterDays) => set({ dropAfterDays })}
      >
        Keeps none.
      </Row>
      <div className="mt-4 flex items-center gap-3">
        <button type="submit" className={button({ kind: 'primary' })} disabled={!changed}>
          Save
        </button>
        <span role="status" className={outcome?.bad ? 'text-bad' : 'text-ink-3'}>
          {outcome?.words}
        </span>
      </div>
    </form>
  )
}

interface RowProps {
  label: string
  unit: string
  placeholder: string
  value: string
  onChange: (value: string) => void
  children: ReactNode
}

function Row({ label, unit, placeholder, value, onChange, children }: RowProps) {
  return (
    <label className="mb-3 grid grid-cols-[112px_96px_1fr] items-baseline gap-x-3 gap-y-1">
      <span>{label}</span>
      <input
        className={inputClass}
        type="text"
        inputMode="numeric"
        value={value}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value)}
      />
      <span className="text-ink-3">{unit}</span>
      <span className="col-span-2 col-start-2 text-12 text-ink-3">{children}</span>
    </label>
  )
}
