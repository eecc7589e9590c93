'use client'

import { initializerNames } from '#lib/nn/names.ts'
import { DatasetCards } from './dataset-cards.tsx'
import { datasetDefaults } from './dataset-defaults.ts'
import { Field, inputClass, NumberField } from './field.tsx'
import { FormSummary } from './form-summary.tsx'
import { LayersEditor } from './layers-editor.tsx'
import type { RunDraft } from './run-draft.ts'
import { Select } from './select.tsx'
import { useRunForm } from './use-run-form.ts'

/** Designs a network and its training, and starts it. */
export function RunForm({ initial }: { initial: RunDraft }) {
  const form = useRunForm(initial)
  const { draft, change, errors } = form
  const number = (
    field: keyof RunDraft & ('learningRate' | 'momentum' | 'batchSize' | 'epochs' | 'seed' | 'everySteps'),
  ) => ({
    value: draft[field],
    onChange: (value: string) => change({ [field]: value }),
  })
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void form.send('start')
      }}
      className="grid items-start gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,760px)_360px] wide:gap-x-16"
    >
      <div className="grid min-w-0 gap-6">
        <DatasetCards
          value={draft.dataset}
          onChange={(dataset) => change({ dataset, ...datasetDefaults[dataset] })}
        />
        <LayersEditor
          dataset={draft.dataset}
          layers={draft.hidden}
          errors={errors}
          onChange={(hidden) => change({ hidden })}
        />
        <fieldset className="border-t border-line pt-3">
          <legend className="float-left mb-2 w-full font-semibold">Training</legend>
          <div className="clear-both grid grid-cols-2 gap-x-4 gap-y-2 tablet:grid-cols-4">
            <Field label="Optimizer" error={errors['optimizer.name']} hint="the only one so far">
              {(attributes) => (
                <output {...attributes} className="flex h-control items-center text-ink-2">
                  sgd
                </output>
              )}
            </Field>
            <NumberField
              label="Learning rate"
              error={errors['optimizer.learningRate']}
              {...number('learningRate')}
            />
            <NumberField label="Momentum" error={errors['optimizer.momentum']} {...number('momentum')} />
            <NumberField label="Batch size" error={errors.batchSize} {...number('batchSize')} />
            <NumberField label="Epochs" error={errors.epochs} {...number('epochs')} />
            <NumberField
              label="Seed"
              error={errors.seed}
              {...number('seed')}
              hint="same seed, same weights"
            />
            <Field
              label="Initializer"
              error={errors['network.initializer']}
              hint="auto follows the activation"
            >
              {(attributes) => (
                <Select
                  {...attributes}
                  value={draft.initializer}
                  options={initializerNames}
                  onChange={(initializer) => change({ initializer })}
                />
              )}
            </Field>
            <NumberField
              label="Measure every"
              error={errors['diagnostics.everySteps']}
              {...number('everySteps')}
              hint="steps between gradient norms"
            />
          </div>
        </fieldset>
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
            <Field label="Tags" error={tagError(errors)} hint="separated by commas">
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
      <FormSummary form={form} />
    </form>
  )
}

/** The list's own message, else that of the first wrong tag. */
function tagError(errors: Readonly<Record<string, string>>): string | undefined {
  return errors.tags ?? Object.entries(errors).find(([path]) => path.startsWith('tags['))?.[1]
}
