'use client'

import { useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { SampleGlyph } from '#app/components/run/sample-glyph.tsx'
import { count } from '#app/format/numbers.ts'
import { useAnswer } from '#app/hooks/use-answer.ts'
import { fetchSamples } from '#app/requests/samples.ts'
import type { Mistake } from '#lib/contracts/evaluation.ts'
import { type DatasetName, labelsOf } from '#lib/datasets/catalogue.ts'
import type { PickedSample } from './question.ts'

interface SamplePickerProps {
  dataset: DatasetName
  /** Confident mistakes of the first run, surest first; null where they are not known. */
  mistakes: readonly Mistake[] | null
  /** Name of the first run. */
  runName: string
  /** Place of the sample that is picked. */
  picked: number | null
  onPick: (sample: PickedSample) => void
}

const pageSize = 48
const mostMistakes = 16

/** Held-out samples to choose from: those that the first run gets most surely wrong, then all, or those of one class. */
export function SamplePicker({ dataset, mistakes, runName, picked, onPick }: SamplePickerProps) {
  const [label, setLabel] = useState<number | null>(null)
  const [page, setPage] = useState(0)
  const labels = labelsOf(dataset)
  const query = {
    offset: String(page * pageSize),
    limit: String(pageSize),
    ...(label === null ? {} : { label: String(label) }),
  }
  const { answer, failed } = useAnswer(`${dataset} ${JSON.stringify(query)}`, (signal) =>
    fetchSamples(dataset, query, signal),
  )
  const wrong = mistakes?.filter((mistake) => label === null || mistake.label === label) ?? []
  const indices = wrong.slice(0, mostMistakes).map(({ index }) => index)
  const { answer: wrongOnes } = useAnswer(`${dataset} ${indices}`, async (signal) =>
    indices.length === 0 ? [] : (await fetchSamples(dataset, { indices: indices.join() }, signal)).items,
  )
  const pages = answer ? Math.ceil(answer.total / pageSize) : 1
  const shown = { dataset, labels, picked, onPick }

  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center gap-2">
        <label className="pill" data-on={label === null ? undefined : true}>
          Label
          <select
            value={label ?? ''}
            onChange={(event) => {
              setLabel(event.target.value === '' ? null : Number(event.target.value))
              setPage(0)
            }}
          >
            <option value="">all</option>
            {labels.map((name, value) => (
              <option key={name} value={value}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <span className="text-12 text-ink-3">{answer && `${count(answer.total)} held-out samples`}</span>
      </div>
      <Choices
        title={`Most surely wrong: ${runName}`}
        samples={wrongOnes ?? []}
        room="aspect-[4/1]"
        nothing={mistakes && indices.length === 0 ? 'None of its surest mistakes has this label.' : ''}
        noteOf={(index) => {
          const mistake = wrong.find((each) => each.index === index)
          return mistake ? `taken for ${labels[mistake.predicted]}` : ''
        }}
        {...shown}
      />
      {failed && <p className="py-2 text-bad">The samples could not be loaded.</p>}
      <Choices
        title="Test samples"
        samples={answer?.items ?? []}
        room="aspect-[4/3]"
        nothing=""
        noteOf={() => ''}
        {...shown}
      />
      {pages > 1 && (
        <div className="mt-2 flex items-center gap-2">
          <button type="button" className={button()} disabled={page === 0} onClick={() => setPage(page - 1)}>
            Before
          </button>
          <button
            type="button"
            className={button()}
            disabled={page + 1 >= pages}
            onClick={() => setPage(page + 1)}
          >
            More
          </button>
          <span className="text-12 text-ink-3">
            {count(page + 1)} of {count(pages)}
          </span>
        </div>
      )}
    </div>
  )
}

interface ChoicesProps {
  title: string
  samples: readonly PickedSample[]
  /** Class of its proportions, so that nothing moves once the samples come. */
  room: string
  /** Said where there are none. */
  nothing: string
  noteOf: (index: number) => string
  dataset: DatasetName
  labels: readonly string[]
  picked: number | null
  onPick: (sample: PickedSample) => void
}

/** Radio buttons that look like the samples: one stop of the Tab key, arrow keys within. */
function Choices({ title, samples, room, nothing, noteOf, dataset, labels, picked, onPick }: ChoicesProps) {
  return (
    <fieldset className="mb-3 min-w-0">
      <legend className="mb-1 max-w-full truncate text-12 text-ink-2">{title}</legend>
      <div className={`grid grid-cols-8 content-start gap-1 ${room}`}>
        {samples.length === 0 && nothing && <p className="col-span-8 text-12 text-ink-3">{nothing}</p>}
        {samples.map((sample) => {
          const note = noteOf(sample.index)
          const words = `sample ${sample.index}, ${labels[sample.label]}${note && `, ${note}`}`
          return (
            <label
              key={sample.index}
              title={words}
              className="relative block cursor-pointer rounded-1 bg-hover text-ink has-checked:shadow-[0_0_0_2px_var(--accent)] has-focus-visible:shadow-[var(--focus)] hover:bg-pressed"
            >
              <input
                type="radio"
                name={title}
                className="sr-only"
                aria-label={words}
                checked={sample.index === picked}
                onChange={() => onPick(sample)}
              />
              <SampleGlyph dataset={dataset} values={sample.values} className="block w-full" />
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
