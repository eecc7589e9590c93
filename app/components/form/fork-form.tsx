'use client'

import { GitFork } from 'lucide-react'
import { useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { forkRun } from '#app/requests/control.ts'
import { runRequestSchema } from '#lib/contracts/run.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'
import { AdvancedSection } from './advanced-section.tsx'
import { ForkOrigin } from './fork-origin.tsx'
import {
  checkFork,
  epochsDone,
  type ForkSource,
  type ForkStart,
  forkDraft,
  forkRequestOf,
  proposedEpochs,
  startStep,
  stepsToTrain,
} from './fork-source.ts'
import { Figures, FormFailure } from './form-outcome.tsx'
import { LayersEditor } from './layers-editor.tsx'
import { NameFields } from './name-fields.tsx'
import { shownOutput } from './output-choice.ts'
import { type ProposedChange, withProposal } from './proposed-change.ts'
import { TrainingSection } from './training-section.tsx'
import { type RunForm, useRunForm } from './use-run-form.ts'

interface ForkFormProps {
  source: ForkSource
  /** Where the form begins. */
  initial: ForkStart
  /** What it proposes to change. */
  proposal?: ProposedChange
}

const nothingProposed: ProposedChange = {}

/** Goes on from the weights of a run under a configuration that differs in part. */
export function ForkForm({ source, initial, proposal = nothingProposed }: ForkFormProps) {
  const [start, setStart] = useState(initial)
  const form = useRunForm<'fork'>(withProposal(forkDraft(source, initial), proposal), {
    check: (request) => checkFork(source, start, request),
    post: async (_way, request, key) =>
      `/runs/${(await forkRun(source.run.id, forkRequestOf(source, start, request), key)).id}`,
  })
  const { draft, change, errors, request } = form
  const perEpoch = Math.ceil(describeDataset(draft.dataset).trainSamples / Number(request.batchSize))

  const begin = (next: ForkStart) => {
    setStart(next)
    // Epochs that nobody has touched follow the place.
    const untouched = draft.epochs === String(proposedEpochs(source, start))
    change(untouched ? { epochs: String(proposedEpochs(source, next)) } : {})
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.send('fork')
      }}
      className="grid grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,760px)_360px] wide:gap-x-16"
    >
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-6">
        <ForkOrigin source={source} start={start} onChange={begin} />
        <LayersEditor
          dataset={draft.dataset}
          layers={draft.hidden}
          output={shownOutput(draft.dataset, draft.output)}
          errors={errors}
          locked
          onChange={(hidden) => change({ hidden })}
        />
        <TrainingSection form={form} fork={{ done: epochsDone(source, start) }} />
        <AdvancedSection form={form} perEpoch={perEpoch} locked />
        <NameFields form={form} usual={`“fork of ${source.run.name}”`} />
      </div>
      <ForkSummary form={form} source={source} start={start} sending={form.sending !== null} />
    </form>
  )
}

interface ForkSummaryProps {
  form: RunForm
  source: ForkSource
  start: ForkStart
  sending: boolean
}

/** How much a fork trains, and the button that queues it. */
function ForkSummary({ form, source, start, sending }: ForkSummaryProps) {
  const parsed = runRequestSchema.safeParse(form.request)
  const train = parsed.success ? stepsToTrain(source, start, parsed.data) : Number.NaN
  const from = startStep(source, start)
  return (
    <div className="wide:sticky wide:top-[calc(var(--bar)+24px)]">
      <Figures
        figures={[
          { title: 'From step', value: from },
          { title: 'To step', value: from + train },
          { title: 'Steps to train', value: train },
        ]}
      />
      <button type="submit" className={`${button({ kind: 'primary' })} w-full`} disabled={sending}>
        <GitFork size={16} strokeWidth={1.75} aria-hidden="true" />
        {sending ? 'Queueing' : start === 'done' ? 'Fork when it is complete' : 'Start fork'}
      </button>
      <FormFailure form={form} />
    </div>
  )
}
