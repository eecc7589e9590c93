import { type ReactNode, useId } from 'react'

/** Looks of a text field; `aria-invalid` turns its edge. */
export const inputClass =
  'h-control w-full min-w-0 rounded-3 border border-line-control bg-bg px-2.5 text-ink placeholder:text-ink-3 aria-invalid:border-bad'

interface FieldProps {
  label: string
  hint?: ReactNode
  error: string | undefined
  children: (attributes: {
    id: string
    'aria-invalid': true | undefined
    'aria-describedby': string | undefined
  }) => ReactNode
}

/** Label, control, and under it what is wrong or what to know; the line under it is always there, so nothing jumps. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const below = `${id}-below`
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="mb-1 block text-12 font-medium text-ink-2">
        {label}
      </label>
      {children({
        id,
        'aria-invalid': error ? true : undefined,
        'aria-describedby': error || hint ? below : undefined,
      })}
      <p id={below} className={`mt-1 min-h-4 text-12 ${error ? 'text-bad' : 'text-ink-3'}`}>
        {error ?? hint}
      </p>
    </div>
  )
}

interface NumberFieldProps {
  label: string
  hint?: ReactNode
  error: string | undefined
  value: string
  onChange: (value: string) => void
  placeholder?: string
  /** Takes the focus, its text selected, as it appears. */
  focused?: boolean
}

function takeFocus(input: HTMLInputElement | null): void {
  input?.focus()
  input?.select()
}

/** A field for one number, kept as text while it is typed. */
export function NumberField({ value, onChange, placeholder, focused, ...field }: NumberFieldProps) {
  return (
    <Field {...field}>
      {(attributes) => (
        <input
          {...attributes}
          ref={focused ? takeFocus : undefined}
          className={inputClass}
          inputMode="decimal"
          autoComplete="off"
          value={value}
          placeholder={placeholder}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  )
}
