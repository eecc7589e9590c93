import { fieldTitles } from '#app/format/settings.ts'
import { initializerNames, optimizerNames } from '#lib/nn/names.ts'
import { Field, NumberField } from './field.tsx'
import { errorWithin } from './form-errors.ts'
import type { RunDraft } from './run-draft.ts'
import { initializerParameters } from './run-request.ts'
import { Select } from './select.tsx'
import { switchKind, usualOptimizer } from './training-fields.ts'
import type { RunForm } from './use-run-form.ts'

/** What of a fork's training is done before it begins. */
interface TrainedAlready {
  /** Epochs. */
  done: number
}

/** How the weights start and move: what most runs differ in. */
export function TrainingSection({ form, fork }: { form: RunForm; fork?: TrainedAlready }) {
  const { draft, change, errors } = form
  const { optimizer } = draft
  const number = (field: keyof RunDraft & ('batchSize' | 'epochs' | 'seed' | 'everySteps')) => ({
    value: draft[field],
    onChange: (value: string) => change({ [field]: value }),
  })
  return (
    <fieldset className="border-t border-line pt-3">
      <legend className="float-left mb-2 w-full font-semibold">Training</legend>
      <div className="clear-both grid grid-cols-2 gap-x-4 gap-y-2 tablet:grid-cols-4">
        <Field label="Optimizer" error={errors['optimizer.name']}>
          {(attributes) => (
            <Select
              {...attributes}
              value={optimizer.name}
              options={optimizerNames}
              onChange={(name) => change({ optimizer: switchKind(optimizer, name, usualOptimizer) })}
            />
          )}
        </Field>
        {Object.entries(optimizer.fields).map(([field, value]) => (
          <NumberField
            key={field}
            label={fieldTitles[field] ?? field}
            error={errors[`optimizer.${field}`]}
            value={value}
            onChange={(text) =>
              change({ optimizer: { ...optimizer, fields: { ...optimizer.fields, [field]: text } } })
            }
          />
        ))}
        <NumberField label="Batch size" error={errors.batchSize} {...number('batchSize')} />
        <NumberField
          label="Epochs"
          hint={fork && `in all; ${fork.done} done before`}
          error={errors.epochs}
          {...number('epochs')}
        />
        <NumberField
          label="Seed"
          error={errors.seed}
          {...number('seed')}
          hint={fork ? 'the order of the batches' : 'same seed, same weights'}
        />
        {!fork && <InitializerFields form={form} />}
        <NumberField
          label="Measure every"
          error={errors['diagnostics.everySteps']}
          {...number('everySteps')}
          hint="steps between readings"
        />
      </div>
    </fieldset>
  )
}

/** How the weights start. */
function InitializerFields({ form: { draft, change, errors } }: { form: RunForm }) {
  const { initializer } = draft
  const parameter = initializerParameters[initializer.name]
  return (
    <>
      <Field
        label="Initializer"
        error={errors['network.initializer']}
        hint={initializer.name === 'auto' ? 'auto follows the activation' : undefined}
      >
        {(attributes) => (
          <Select
            {...attributes}
            value={initializer.name}
            options={initializerNames}
            onChange={(name) => change({ initializer: { name, parameter: '' } })}
          />
        )}
      </Field>
      {parameter && (
        <NumberField
          label={parameter.title}
          hint="of the first weights"
          placeholder={parameter.usual}
          error={errorWithin(errors, 'network.initializer')}
          value={initializer.parameter}
          onChange={(text) => change({ initializer: { ...initializer, parameter: text } })}
        />
      )}
    </>
  )
}
