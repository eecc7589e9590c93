import { ChevronDown } from 'lucide-react'
import type { AriaAttributes } from 'react'

interface SelectProps<Name extends string> extends AriaAttributes {
  id?: string
  value: Name
  options: readonly Name[]
  onChange: (value: Name) => void
  /** For names that a machine reads. */
  mono?: boolean
}

/** One name out of a list. */
export function Select<Name extends string>(props: SelectProps<Name>) {
  const { value, options, onChange, mono, ...attributes } = props
  return (
    <span className="relative block min-w-0 flex-1">
      <select
        {...attributes}
        value={value}
        onChange={(event) => onChange(event.target.value as Name)}
        className={`h-control w-full appearance-none rounded-3 border border-line-control bg-bg pr-7 pl-2.5 text-ink ${mono ? 'font-mono text-12' : ''}`}
      >
        {options.map((name) => (
          <option key={name} className="bg-raised">
            {name}
          </option>
        ))}
      </select>
      <ChevronDown
        size={14}
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3"
      />
    </span>
  )
}
