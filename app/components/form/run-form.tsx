'use client'

import { startRun } from '#app/requests/runs.ts'
import type { RunRequest } from '#lib/contracts/run.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { activationTrio } from './activation-trio.ts'
import { AdvancedSection } from './advanced-section.tsx'
import { DatasetCards } from './dataset-cards.tsx'
import { defaultsOf } from './dataset-defaults.ts'
import { FormSummary } from './form-summary.tsx'
import { LayersEditor } from './layers-editor.tsx'
import { NameFields } from './name-fields.tsx'
import { fittingOutput, shownOutput } from './output-choice.ts'
import type { RunDraft } from './run-draft.ts'
import { TrainingSection } from './training-section.tsx'
import { useRunForm } from './use-run-form.ts'

/** Makes the run, or the three of a comparison, and answers the address to go to. */
async function post(way: 'start' | 'compare', request: RunRequest, key: string): Promise<string> {
  if (way === 'start') return `/runs/${(await startRun(request, key)).id}`
  const ids: string[] = []
  for (const { activation, request: one } of activationTrio(request)) {
    ids.push((await startRun(one, `${key}-${activation}`)).id)
  }
  return `/compare?runs=${ids.join()}`
}

/** Designs a network and its training, and starts it. */
export function RunForm({ initial }: { initial: RunDraft }) {
  const form = useRunForm(initial, { post })
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
        <NameFields form={form} usual="a readable one" />
      </div>
      <FormSummary form={form} sending={form.sending} send={form.send} perEpoch={perEpoch} />
    </form>
  )
}
