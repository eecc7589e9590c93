import { Plus, Trash2 } from 'lucide-react'
import { Activation, ActivationGlyph } from '#app/components/marks/activations.tsx'
import { button } from '#app/components/marks/button.ts'
import { outputActivation } from '#app/format/networks.ts'
import { count } from '#app/format/numbers.ts'
import { outputUnits } from '#lib/contracts/run.ts'
import { type DatasetName, describeDataset } from '#lib/datasets/catalogue.ts'
import { hiddenActivationNames } from '#lib/nn/names.ts'
import { inputClass } from './field.tsx'
import type { FormErrors } from './form-errors.ts'
import type { LayerDraft } from './run-draft.ts'
import { Select } from './select.tsx'

/** Most hidden layers that a run may have. */
const mostLayers = 32

interface LayersEditorProps {
  dataset: DatasetName
  layers: readonly LayerDraft[]
  errors: FormErrors
  onChange: (layers: LayerDraft[]) => void
}

const row =
  'grid min-h-10 grid-cols-[72px_72px_minmax(0,1fr)_auto] items-center gap-x-3 border-b border-line py-1'

/** The network from input to output: its ends follow from the data, the layers between are to be chosen. */
export function LayersEditor({ dataset, layers, errors, onChange }: LayersEditorProps) {
  const { inputs } = describeDataset(dataset)
  const edit = (index: number, part: Partial<LayerDraft>) =>
    onChange(layers.map((layer, i) => (i === index ? { ...layer, ...part } : layer)))
  const last = layers.at(-1) ?? { units: '64', activation: 'relu', alpha: '' }
  return (
    <fieldset>
      <legend className="mb-2 flex items-baseline gap-3 font-semibold">
        Network
        <span className="text-12 font-normal text-ink-3">units and activation of every layer</span>
      </legend>
      <ol className="border-t border-line">
        <li className={`${row} text-ink-3`}>
          <code>input</code>
          <span className="pl-2.5">{count(inputs)}</span>
        </li>
        {layers.map((layer, index) => (
          <LayerRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place
            key={index}
            index={index}
            layer={layer}
            errors={errors}
            onChange={(part) => edit(index, part)}
            onRemove={() => onChange(layers.filter((_, i) => i !== index))}
          />
        ))}
        <li className={`${row} text-ink-3`}>
          <code>output</code>
          <span className="pl-2.5">{count(outputUnits(dataset))}</span>
          <Activation name={outputActivation({ dataset, network: { hidden: [], initializer: 'auto' } })} />
        </li>
      </ol>
      {errors['network.hidden'] && <p className="mt-1 text-12 text-bad">{errors['network.hidden']}</p>}
      <button
        type="button"
        className={`${button()} mt-3`}
        disabled={layers.length >= mostLayers}
        onClick={() => onChange([...layers, { ...last }])}
      >
        <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
        Add layer
      </button>
    </fieldset>
  )
}

interface LayerRowProps {
  index: number
  layer: LayerDraft
  errors: FormErrors
  onChange: (part: Partial<LayerDraft>) => void
  onRemove: () => void
}

function LayerRow({ index, layer, errors, onChange, onRemove }: LayerRowProps) {
  const name = `hidden_${index + 1}`
  const path = `network.hidden[${index}]`
  const slope = errors[`${path}.alpha`]
  const messages = [errors[`${path}.units`] ?? [], slope ? `Slope below zero: ${slope}` : []].flat()
  const below = `${name}-error`
  return (
    <li className={row}>
      <code className="text-ink-2">{name}</code>
      <input
        aria-label={`Units of ${name}`}
        aria-invalid={errors[`${path}.units`] ? true : undefined}
        aria-describedby={messages.length > 0 ? below : undefined}
        className={inputClass}
        inputMode="numeric"
        autoComplete="off"
        value={layer.units}
        onChange={(event) => onChange({ units: event.target.value })}
      />
      <span className="flex min-w-0 items-center gap-2">
        <ActivationGlyph name={layer.activation} />
        <span className="flex min-w-0 flex-1 tablet:max-w-44">
          <Select
            aria-label={`Activation of ${name}`}
            value={layer.activation}
            options={hiddenActivationNames}
            onChange={(activation) => onChange({ activation })}
            mono
          />
        </span>
        {layer.activation === 'leaky_relu' && (
          <input
            aria-label={`Slope below zero of ${name}`}
            aria-invalid={errors[`${path}.alpha`] ? true : undefined}
            aria-describedby={messages.length > 0 ? below : undefined}
            className={`${inputClass} max-w-20`}
            inputMode="decimal"
            autoComplete="off"
            placeholder="0.01"
            title="Slope below zero (alpha)"
            value={layer.alpha}
            onChange={(event) => onChange({ alpha: event.target.value })}
          />
        )}
      </span>
      <button
        type="button"
        aria-label={`Remove ${name}`}
        className="grid size-control place-items-center rounded-3 text-ink-3 hover:bg-hover hover:text-ink"
        onClick={onRemove}
      >
        <Trash2 size={16} strokeWidth={1.75} aria-hidden="true" />
      </button>
      {messages.length > 0 && (
        <p id={below} className="col-span-full col-start-2 mt-1 text-12 text-bad">
          {messages.join('; ')}
        </p>
      )}
    </li>
  )
}
