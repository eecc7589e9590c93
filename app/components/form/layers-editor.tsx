import { Plus } from 'lucide-react'
import { Activation } from '#app/components/marks/activations.tsx'
import { button } from '#app/components/marks/button.ts'
import { count } from '#app/format/numbers.ts'
import type { OutputConfig } from '#lib/contracts/network-config.ts'
import { outputUnits } from '#lib/contracts/run.ts'
import { type DatasetName, describeDataset } from '#lib/datasets/catalogue.ts'
import { ActivationNotes } from './activation-notes.tsx'
import type { FormErrors } from './form-errors.ts'
import { type LayerDraft, plainLayer } from './layer-draft.ts'
import { LayerRow, layerGrid } from './layer-row.tsx'

/** Most hidden layers that a run may have. */
const mostLayers = 32

interface LayersEditorProps {
  dataset: DatasetName
  layers: readonly LayerDraft[]
  output: Pick<OutputConfig, 'activation' | 'loss'>
  errors: FormErrors
  /** Widths and number of the layers stay as they are, because the weights do. */
  locked?: boolean
  onChange: (layers: LayerDraft[]) => void
}

/** The network from input to output: its ends follow from the data, the layers between are to be chosen. */
export function LayersEditor({
  dataset,
  layers,
  output,
  errors,
  locked = false,
  onChange,
}: LayersEditorProps) {
  const { inputs } = describeDataset(dataset)
  const edit = (index: number, part: Partial<LayerDraft>) =>
    onChange(layers.map((layer, i) => (i === index ? { ...layer, ...part } : layer)))
  const last = layers.at(-1) ?? plainLayer('64', 'relu')
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 flex items-baseline gap-3 font-semibold">
        Network
        <span className="text-12 font-normal text-ink-3">
          {locked
            ? 'widths and layers stay: the weights go on in them'
            : 'units and activation of every layer'}
        </span>
      </legend>
      <ol className="border-t border-line">
        <li className={`${layerGrid} text-ink-3`}>
          <code>input</code>
          <span className="tablet:pl-2.5">{count(inputs)}</span>
        </li>
        {layers.map((layer, index) => (
          <LayerRow
            // biome-ignore lint/suspicious/noArrayIndexKey: a layer is its place
            key={index}
            index={index}
            layer={layer}
            errors={errors}
            locked={locked}
            onChange={(part) => edit(index, part)}
            onRemove={() => onChange(layers.filter((_, i) => i !== index))}
          />
        ))}
        <li className={`${layerGrid} text-ink-3`}>
          <code>output</code>
          <span className="tablet:pl-2.5">{count(outputUnits(dataset, output))}</span>
          <Activation name={output.activation} />
        </li>
      </ol>
      <ActivationNotes layers={layers} />
      {errors['network.hidden'] && <p className="mt-1 text-12 text-bad">{errors['network.hidden']}</p>}
      {!locked && (
        <button
          type="button"
          className={`${button()} mt-3`}
          disabled={layers.length >= mostLayers}
          onClick={() => onChange([...layers, { ...last }])}
        >
          <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
          Add layer
        </button>
      )}
    </fieldset>
  )
}
