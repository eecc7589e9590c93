import { lossWords } from '#app/format/networks.ts'
import { outputActivations } from '#lib/nn/activations.ts'
import { outputActivationNames } from '#lib/nn/names.ts'
import { Field, NumberField } from './field.tsx'
import { changedOutput, fittingLosses, shownOutput } from './output-choice.ts'
import type { OutputDraft } from './run-draft.ts'
import { Select } from './select.tsx'
import type { RunForm } from './use-run-form.ts'

/** The last layer and its loss; only the numbers that the two have. */
export function OutputFields({ form }: { form: RunForm }) {
  const { draft, change, errors } = form
  const output = shownOutput(draft.dataset, draft.output)
  const { activation, loss } = output
  const set = (part: Partial<OutputDraft>) =>
    change({ output: changedOutput(draft.dataset, draft.output, part) })
  const number = (field: 'temperature' | 'labelSmoothing' | 'delta') => ({
    error: errors[`network.output.${field}`],
    value: output[field],
    onChange: (text: string) => set({ [field]: text }),
  })
  return (
    <>
      <Field
        label="Output activation"
        error={errors['network.output.activation']}
        hint={outputActivations[activation].formula}
      >
        {(attributes) => (
          <Select
            {...attributes}
            value={activation}
            options={outputActivationNames}
            onChange={(name) => set({ activation: name })}
          />
        )}
      </Field>
      <Field
        label="Loss"
        error={errors['network.output.loss']}
        hint={draft.output ? undefined : 'follows the data'}
      >
        {(attributes) => (
          <Select
            {...attributes}
            value={loss}
            options={fittingLosses(draft.dataset, activation)}
            titleOf={lossWords}
            onChange={(name) => set({ loss: name })}
          />
        )}
      </Field>
      {activation === 'softmax' && (
        <NumberField
          label="Temperature"
          hint="divides the logits"
          placeholder="1"
          {...number('temperature')}
        />
      )}
      {loss === 'cross_entropy' && (
        <NumberField
          label="Label smoothing"
          hint="spread over all classes"
          placeholder="0"
          {...number('labelSmoothing')}
        />
      )}
      {loss === 'huber' && (
        <NumberField label="Delta" hint="linear beyond it" placeholder="1" {...number('delta')} />
      )}
    </>
  )
}
