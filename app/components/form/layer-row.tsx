import { SlidersHorizontal, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { ActivationGlyph } from '#app/components/marks/activations.tsx'
import { activationFamilies, alphaWords, takesAlpha } from '#app/format/activations.ts'
import { usualAlpha } from '#lib/nn/activations.ts'
import { normalizationNames } from '#lib/nn/names.ts'
import { Field, inputClass, NumberField } from './field.tsx'
import type { FormErrors } from './form-errors.ts'
import { extrasOf, type LayerDraft } from './layer-draft.ts'
import { Select } from './select.tsx'

/** Columns of a layer: its name, its units, its activation, what can be done; two lines on a phone. */
export const layerGrid =
  'grid min-h-10 grid-cols-[72px_minmax(0,1fr)_auto] items-center gap-x-3 gap-y-1 border-b border-line py-1 tablet:grid-cols-[72px_72px_minmax(0,1fr)_auto]'

const iconButton =
  'grid size-control place-items-center rounded-3 text-ink-3 hover:bg-hover hover:text-ink aria-expanded:bg-hover aria-expanded:text-ink'
const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const

interface LayerRowProps {
  index: number
  layer: LayerDraft
  errors: FormErrors
  /** Its width and its place stay. */
  locked: boolean
  onChange: (part: Partial<LayerDraft>) => void
  onRemove: () => void
}

/** One hidden layer: units and activation at hand, the rest behind a button. */
export function LayerRow({ index, layer, errors, locked, onChange, onRemove }: LayerRowProps) {
  const name = `hidden_${index + 1}`
  const path = `network.hidden[${index}]`
  const [opened, setOpened] = useState(false)
  const wrongInside = Boolean(errors[`${path}.dropout`] ?? errors[`${path}.normalization`])
  const open = opened || wrongInside
  const extras = extrasOf(layer)
  const alpha = errors[`${path}.alpha`]
  const messages = [errors[`${path}.units`] ?? [], alpha ? `Alpha: ${alpha}` : []].flat()
  const below = `${name}-error`
  const described = messages.length > 0 ? below : undefined
  return (
    <li className={layerGrid}>
      <code className="text-ink-2">{name}</code>
      <UnitsField
        name={name}
        layer={layer}
        locked={locked}
        invalid={Boolean(errors[`${path}.units`])}
        described={described}
        onChange={onChange}
      />
      <span className="flex min-w-0 items-center gap-2 max-tablet:col-span-2 max-tablet:col-start-2 max-tablet:row-start-2">
        <ActivationGlyph name={layer.activation} />
        <span className="flex min-w-0 flex-1 tablet:max-w-44">
          <Select
            aria-label={`Activation of ${name}`}
            value={layer.activation}
            options={activationFamilies}
            onChange={(activation) => onChange({ activation, alpha: '' })}
            mono
          />
        </span>
        {takesAlpha(layer.activation) && (
          <span
            className="flex min-w-0 items-center gap-1.5 text-ink-3"
            title={alphaWords(layer.activation) ?? ''}
          >
            <span aria-hidden="true">α</span>
            <input
              aria-label={`Alpha of ${name}`}
              aria-invalid={alpha ? true : undefined}
              aria-describedby={described}
              className={`${inputClass} max-w-20`}
              inputMode="decimal"
              autoComplete="off"
              placeholder={String(usualAlpha(layer.activation))}
              value={layer.alpha}
              onChange={(event) => onChange({ alpha: event.target.value })}
            />
          </span>
        )}
        {!open && extras.length > 0 && (
          <span className="hidden min-w-0 truncate text-12 text-ink-3 tablet:block">{extras.join(', ')}</span>
        )}
      </span>
      <span className="flex max-tablet:col-start-3 max-tablet:row-start-1">
        <button
          type="button"
          aria-label={`More of ${name}`}
          aria-expanded={open}
          className={iconButton}
          onClick={() => setOpened(!open)}
        >
          <SlidersHorizontal {...icon} />
        </button>
        {!locked && (
          <button type="button" aria-label={`Remove ${name}`} className={iconButton} onClick={onRemove}>
            <Trash2 {...icon} />
          </button>
        )}
      </span>
      {messages.length > 0 && (
        <p id={below} className="col-span-full col-start-2 mt-1 text-12 text-bad">
          {messages.join('; ')}
        </p>
      )}
      {open && <LayerExtras name={name} path={path} layer={layer} errors={errors} onChange={onChange} />}
    </li>
  )
}

interface UnitsFieldProps extends Pick<LayerRowProps, 'layer' | 'locked' | 'onChange'> {
  name: string
  invalid: boolean
  described: string | undefined
}

/** The width of a layer: to be typed, or as it is. */
function UnitsField({ name, layer, locked, invalid, described, onChange }: UnitsFieldProps) {
  if (locked) return <span className="text-ink-2 max-tablet:row-start-2 tablet:pl-2.5">{layer.units}</span>
  return (
    <input
      aria-label={`Units of ${name}`}
      aria-invalid={invalid || undefined}
      aria-describedby={described}
      className={`${inputClass} max-tablet:row-start-2`}
      inputMode="numeric"
      autoComplete="off"
      value={layer.units}
      onChange={(event) => onChange({ units: event.target.value })}
    />
  )
}

interface LayerExtrasProps extends Pick<LayerRowProps, 'layer' | 'errors' | 'onChange'> {
  name: string
  path: string
}

/** Normalization and dropout of a layer. */
function LayerExtras({ name, path, layer, errors, onChange }: LayerExtrasProps) {
  return (
    <div className="col-span-full grid grid-cols-2 gap-x-4 gap-y-2 pt-2 tablet:col-start-2 tablet:grid-cols-[220px_160px]">
      <Field
        label={`Normalization of ${name}`}
        hint="of z, before the activation"
        error={errors[`${path}.normalization`]}
      >
        {(attributes) => (
          <Select
            {...attributes}
            value={layer.normalization}
            options={['none', ...normalizationNames]}
            onChange={(normalization) => onChange({ normalization })}
          />
        )}
      </Field>
      <NumberField
        label={`Dropout of ${name}`}
        hint="share of outputs, 0 to 0.95"
        placeholder="0"
        error={errors[`${path}.dropout`]}
        value={layer.dropout}
        onChange={(dropout) => onChange({ dropout })}
      />
    </div>
  )
}
