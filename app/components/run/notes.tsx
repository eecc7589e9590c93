'use client'

import { useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { patchRun } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Plain text about a run. Saved on demand; what someone else saved shows until one begins to write. */
export function Notes({ run }: { run: Run }) {
  const [draft, setDraft] = useState<string | null>(null)
  /** What was saved from here, until the row that the page follows has changed too. */
  const [saved, setSaved] = useState<{ over: string; text: string } | null>(null)
  const [saving, setSaving] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const known = saved?.over === run.notes ? saved.text : run.notes
  const changed = draft !== null && draft !== known

  async function save() {
    if (draft === null) return
    setSaving(true)
    setFailure(null)
    try {
      const { notes } = await patchRun(run.id, { notes: draft })
      setSaved({ over: run.notes, text: notes })
      setDraft(null)
    } catch (error) {
      setFailure(problemOf(error).detail)
    }
    setSaving(false)
  }

  return (
    <section className="mt-6 border-t border-line pt-2.5">
      <div className="mb-2 flex min-h-7 items-center gap-3">
        <h2>
          <label htmlFor="notes">Notes</label>
        </h2>
        {failure && (
          <p role="alert" className="text-bad">
            {failure}
          </p>
        )}
        <span className="ml-auto flex gap-2">
          {changed && (
            <>
              <button type="button" className={button({ kind: 'ghost' })} onClick={() => setDraft(null)}>
                Discard
              </button>
              <button type="button" className={button()} onClick={save} disabled={saving}>
                {saving ? 'Saving' : 'Save notes'}
              </button>
            </>
          )}
        </span>
      </div>
      <textarea
        id="notes"
        rows={4}
        maxLength={20_000}
        value={draft ?? known}
        onChange={(event) => setDraft(event.target.value)}
        placeholder="What did you expect, and what did you see?"
        className="block min-h-24 w-full max-w-[68ch] resize-y rounded-3 border border-line-control bg-bg px-3 py-2 text-14 text-ink placeholder:text-ink-3"
      />
    </section>
  )
}
