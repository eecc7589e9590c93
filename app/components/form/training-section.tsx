import { fieldTitles } from '#app/format/settings.ts'
import { initializerNames, optimizerNames } from '#lib/nn/names.ts'
import { Field, NumberField } from './field.tsx'
import { errorWithin } from './form-errors.ts'
import type { RunDraft } from './run-draft.ts'
import { initializerParameters } from './run-request.ts'
import { Select } from './select.tsx'
import { switchKind, usualOptimizer } from './training-fields.ts'
import type { RunForm } from './use-run-form.ts'

/** How the weights start and move: what most runs differ in. */
export function TrainingSection({ form }: { form: RunForm }) {
  const { draft, change, errors } = form
  const { optimizer, initializer } = draft
  const parameter = initializerParameters[initializer.name]
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
        <NumberField label="Epochs" error={errors.epochs} {...number('epochs')} />
        <NumberField label="Seed" error={errors.seed} {...number('seed')} hint="same seed, same weights" />
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
