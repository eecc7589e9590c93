'use client'

import { type FormEvent, useState } from 'react'
import { NumberField } from '#app/components/form/field.tsx'
import { button } from '#app/components/marks/button.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { updateSettings } from '#app/requests/settings.ts'
import type { Settings } from '#lib/contracts/settings.ts'
import { Part } from './part.tsx'
import { type DraftErrors, draftOf, readDraft, type SettingsDraft } from './settings-draft.ts'

/** How many runs may run at once, and what becomes of old ones: for everybody, from the moment it is saved. */
export function SettingsForm({ initial, workers }: { initial: Settings; workers: number }) {
  const [draft, setDraft] = useState(draftOf(initial))
  const [saved, setSaved] = useState(draft)
  const [errors, setErrors] = useState<DraftErrors>({})
  const [outcome, setOutcome] = useState<{ words: string; bad: boolean } | null>(null)
  const [going, setGoing] = useState(false)
  const changed = JSON.stringify(draft) !== JSON.stringify(saved)
  const field = (name: keyof SettingsDraft) => ({
    value: draft[name],
    error: errors[name],
    onChange: (value: string) => {
      setDraft((before) => ({ ...before, [name]: value }))
      setErrors((before) => ({ ...before, [name]: undefined }))
      setOutcome(null)
    },
  })

  async function save(event: FormEvent) {
    event.preventDefault()
    const read = readDraft(draft)
    if ('errors' in read) {
      setErrors(read.errors)
      return
    }
    setGoing(true)
    try {
      const next = draftOf(await updateSettings(read.patch))
      setDraft(next)
      setSaved(next)
      setOutcome({ words: 'Saved. It applies to everybody from now on.', bad: false })
    } catch (error) {
      setOutcome({ words: `Not saved: ${problemOf(error).detail}`, bad: true })
    }
    setGoing(false)
  }

  return (
    <form noValidate onSubmit={(event) => void save(event)}>
      <Part title="Queue">
        <p className="mb-3">
          {workers === 1
            ? 'This server has one worker thread, so that one run trains at a time.'
            : `This server has ${workers} worker threads, so that as many runs train at once.`}{' '}
          A lower limit leaves the machine room for something else; what runs already goes on to its end.
        </p>
        <div className="w-64">
          <NumberField
            label="Runs at once"
            hint={`of ${workers} worker ${workers === 1 ? 'thread' : 'threads'}; empty for all`}
            placeholder={String(workers)}
            {...field('runningLimit')}
          />
        </div>
      </Part>
      <Part title="Old runs">
        <p className="mb-3">
          Charts are drawn from summaries of 32 readings and more, which stay for good. Beside them every
          single reading is kept. Of runs with more than 4,096 readings the single ones can go after a while,
          to save space: they are what a close zoom shows, and what a stopped run needs to be retried.
        </p>
        <div className="grid gap-x-4 gap-y-2 tablet:grid-cols-2">
          <NumberField
            label="Thin after days"
            hint="one reading of 32 stays; empty for never"
            placeholder="never"
            {...field('thinAfterDays')}
          />
          <NumberField
            label="Drop after days"
            hint="none stays, also none to download; empty for never"
            placeholder="never"
            {...field('dropAfterDays')}
          />
        </div>
      </Part>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <button type="submit" className={button({ kind: 'primary' })} disabled={!changed || going}>
          {going ? 'Saving' : 'Save'}
        </button>
        <span role="status" className={outcome?.bad ? 'text-bad' : 'text-ink-2'}>
          {outcome?.words}
        </span>
      </div>
    </form>
  )
}
