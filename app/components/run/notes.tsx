'use client'

import { lazy, Suspense, useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { Segments } from '#app/components/marks/segments.tsx'
import { problemOf } from '#app/requests/problem-error.ts'
import { patchRun } from '#app/requests/runs.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Only who reads a note needs the code for it. */
const MarkdownText = lazy(() => import('./markdown.tsx'))

const sides = [
  { name: 'write', title: 'Write' },
  { name: 'preview', title: 'Preview' },
] as const
type Side = (typeof sides)[number]['name']

/** A note about a run in Markdown. Saved on demand; what someone else saved shows until one begins to write. */
export function Notes({ run }: { run: Run }) {
  const { draft, known, setDraft, saving, failure, save } = useDraft(run)
  const [side, setSide] = useState<Side>('write')
  const begin = () => {
    setSide('write')
    setDraft(known)
  }
  return (
    <section className="mt-6 border-t border-line pt-2.5" aria-label="Notes">
      <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-3 gap-y-1">
        <h2>Notes</h2>
        {draft !== null && (
          <Segments label="Side of the note" value={side} options={sides} onChange={setSide} />
        )}
        {failure && (
          <p role="alert" className="text-bad">
            {failure}
          </p>
        )}
        <span className="ml-auto flex gap-2">
          {draft === null ? (
            <button type="button" className={`${button({ kind: 'ghost' })} px-2!`} onClick={begin}>
              {known ? 'Edit' : 'Write a note'}
            </button>
          ) : (
            <>
              <button type="button" className={button({ kind: 'ghost' })} onClick={() => setDraft(null)}>
                {draft === known ? 'Close' : 'Discard'}
              </button>
              <button type="button" className={button()} onClick={save} disabled={saving || draft === known}>
                {saving ? 'Saving' : 'Save notes'}
              </button>
            </>
          )}
        </span>
      </div>
      {draft !== null && side === 'write' ? (
        <>
          <textarea
            aria-label="Notes"
            rows={8}
            maxLength={20_000}
            value={draft}
            // biome-ignore lint/a11y/noAutofocus: who asks to write goes on by writing
            autoFocus
            onChange={(event) => setDraft(event.target.value)}
            placeholder="What did you expect, and what did you see?"
            className="block min-h-24 w-full max-w-[68ch] resize-y rounded-3 border border-line-control bg-bg px-3 py-2 text-14 text-ink placeholder:text-ink-3"
          />
          <p className="mt-1 text-12 text-ink-3">Markdown: **bold**, `code`, lists, tables, links.</p>
        </>
      ) : (
        <NoteText text={draft ?? known} />
      )}
    </section>
  )
}

/** The text of a note as it is read; as it was typed while the code for that is on its way. */
function NoteText({ text }: { text: string }) {
  if (!text.trim()) return <p className="text-ink-3">None yet. What did you expect, and what did you see?</p>
  return (
    <div className="max-w-[68ch] text-14 break-words">
      <Suspense fallback={<p className="whitespace-pre-wrap">{text}</p>}>
        <MarkdownText text={text} />
      </Suspense>
    </div>
  )
}

function useDraft(run: Run) {
  const [draft, setDraft] = useState<string | null>(null)
  /** What was saved from here, until the row that the page follows has changed too. */
  const [saved, setSaved] = useState<{ over: string; text: string } | null>(null)
  const [saving, setSaving] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const known = saved?.over === run.notes ? saved.text : run.notes

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

  return { draft, known, setDraft, saving, failure, save: () => void save() }
}
