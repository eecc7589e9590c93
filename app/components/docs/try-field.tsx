import { useId } from 'react'
import { inputClass } from '#app/components/form/field.tsx'
import { Select } from '#app/components/form/select.tsx'
import type { Parameter } from './reference.ts'

interface TryFieldProps {
  parameter: Parameter
  value: string
  onChange: (value: string) => void
}

/** A parameter to fill in: one of its values where they are a list, else text; nothing leaves it out. */
export function TryField({ parameter, value, onChange }: TryFieldProps) {
  const { name, required, usual, choices } = parameter
  const id = useId()
  return (
    <div className="grid min-w-0 items-center gap-x-3 gap-y-1 tablet:grid-cols-[140px_minmax(0,1fr)]">
      <label htmlFor={id} className="min-w-0 break-words text-12 text-ink-2">
        <code>{name}</code>
        {required && <span className="text-ink-3"> required</span>}
      </label>
      {choices ? (
        <Select
          id={id}
          value={value}
          options={['', ...choices]}
          titleOf={(choice) => choice || (usual ? `usually ${usual}` : 'not given')}
          onChange={onChange}
        />
      ) : (
        <input
          id={id}
          className={inputClass}
          autoComplete="off"
          spellCheck={false}
          value={value}
          placeholder={usual ? `usually ${usual}` : undefined}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </div>
  )
}
