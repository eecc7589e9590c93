'use client'

import { Plus, X } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { Dialog } from '#app/components/marks/dialog.tsx'
import { count } from '#app/format/numbers.ts'
import type { TagChange } from '#lib/contracts/control.ts'
import type { Run } from '#lib/contracts/run.ts'
import { tagCounts } from './tag-counts.ts'

interface TagDialogProps {
  /** At least one. */
  runs: readonly Run[]
  /** Tags to be offered. */
  known: readonly string[]
  /** Changes the tags of all runs; answers what could not be done, in words, or null. */
  onChange: (change: TagChange) => Promise<string | null>
  onClose: () => void
}

/** Puts tags on runs and takes them off; each change is kept at once. */
export function TagDialog({ runs, known, onChange, onClose }: TagDialogProps) {
  const [text, setText] = useState('')
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const counts = tagCounts(runs)
  const title = runs.length === 1 ? `Tags of ${runs[0]!.name}` : `Tags of ${count(runs.length)} runs`

  const change = async (part: Partial<TagChange>) => {
    setBusy(true)
    setTrouble(await onChange({ add: [], remove: [], ...part }))
    setBusy(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const tag = text.trim()
    if (tag === '' || busy) return
    setText('')
    void change({ add: [tag] })
  }
  return (
    <Dialog label={title} onClose={onClose} className="max-w-110">
      <div className="grid gap-4 p-5">
        <h2 className="truncate text-16 font-medium">{title}</h2>
        <form className="flex gap-2" onSubmit={submit}>
          <input
            aria-label="New tag"
            placeholder="New tag"
            list="known-tags"
            maxLength={40}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="h-control min-w-0 flex-1 rounded-3 border border-line-control bg-bg px-2.5"
          />
          <datalist id="known-tags">
            {known.map((tag) => (
              <option key={tag} value={tag} />
            ))}
          </datalist>
          <button type="submit" className={button()} disabled={busy || text.trim() === ''}>
            <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
            Add
          </button>
        </form>
        {counts.length === 0 ? (
          <p className="text-ink-3">None yet. A tag groups runs, and is a filter of this page.</p>
        ) : (
          <ul className="grid">
            {counts.map(({ tag, runs: times }) => (
              <li key={tag} className="flex min-h-9 items-center gap-2 border-b border-line">
                <span className="mr-auto min-w-0 truncate">{tag}</span>
                {times < runs.length && (
                  <>
                    <span className="shrink-0 text-12 text-ink-3">
                      on {count(times)} of {count(runs.length)}
                    </span>
                    <button
                      type="button"
                      disabled={busy}
                      className={`${button({ kind: 'ghost' })} h-7! px-2!`}
                      onClick={() => void change({ add: [tag] })}
                    >
                      Put on all
                    </button>
                  </>
                )}
                <button
                  type="button"
                  disabled={busy}
                  aria-label={`Remove ${tag}`}
                  title={`Remove ${tag}`}
                  className={`${button({ kind: 'ghost' })} h-7! w-7 shrink-0 px-0! pointer-coarse:size-11!`}
                  onClick={() => void change({ remove: [tag] })}
                >
                  <X size={14} strokeWidth={1.75} aria-hidden="true" />
                </button>
              </li>
            ))}
          </ul>
        )}
        <p role="alert" className="text-bad empty:hidden">
          {trouble}
        </p>
        <button type="button" className={`${button()} justify-self-end`} onClick={onClose}>
          Done
        </button>
      </div>
    </Dialog>
  )
}
