'use client'

import { describeDataset } from '#lib/datasets/catalogue.ts'
import { AdvancedSection } from './advanced-section.tsx'
import { DatasetCards } from './dataset-cards.tsx'
import { defaultsOf } from './dataset-defaults.ts'
import { Field, inputClass } from './field.tsx'
import { errorWithin } from './form-errors.ts'
import { FormSummary } from './form-summary.tsx'
import { LayersEditor } from './layers-editor.tsx'
import { fittingOutput, shownOutput } from './output-choice.ts'
import type { RunDraft } from './run-draft.ts'
import { TrainingSection } from './training-section.tsx'
import { useRunForm } from './use-run-form.ts'

/** Designs a network and its training, and starts it. */
export function RunForm({ initial }: { initial: RunDraft }) {
  const form = useRunForm(initial)
  const { draft, change, errors, request } = form
  const perEpoch = Math.ceil(describeDataset(draft.dataset).trainSamples / Number(request.batchSize))
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.send('start')
      }}
      className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,760px)_360px] wide:gap-x-16"
    >
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-6">
        <DatasetCards
          value={draft.dataset}
          onChange={(dataset) =>
            change({ dataset, ...defaultsOf(dataset), output: fittingOutput(dataset, draft.output) })
          }
        />
        <LayersEditor
          dataset={draft.dataset}
          layers={draft.hidden}
          output={shownOutput(draft.dataset, draft.output)}
          errors={errors}
          onChange={(hidden) => change({ hidden })}
        />
        <TrainingSection form={form} />
        <AdvancedSection form={form} perEpoch={perEpoch} />
        <fieldset className="border-t border-line pt-3">
          <legend className="float-left mb-2 w-full font-semibold">Name and tags</legend>
          <div className="clear-both grid gap-x-4 gap-y-2 tablet:grid-cols-2">
            <Field label="Name" error={errors.name} hint="a readable one is made up if this is empty">
              {(attributes) => (
                <input
                  {...attributes}
                  className={inputClass}
                  autoComplete="off"
                  value={draft.name}
                  onChange={(event) => change({ name: event.target.value })}
                />
              )}
            </Field>
            <Field label="Tags" error={errorWithin(errors, 'tags')} hint="separated by commas">
              {(attributes) => (
                <input
                  {...attributes}
                  className={inputClass}
                  autoComplete="off"
                  value={draft.tags}
                  onChange={(event) => change({ tags: event.target.value })}
                />
              )}
            </Field>
          </div>
        </fieldset>
      </div>
      <FormSummary form={form} perEpoch={perEpoch} />
    </form>
  )
}
