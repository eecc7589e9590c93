import { ChevronDown } from 'lucide-react'
import type { AriaAttributes } from 'react'

interface SelectProps<Name extends string> extends AriaAttributes {
  id?: string
  value: Name
  /** Names, or groups of them under titles. */
  options: readonly Name[] | readonly { title: string; names: readonly Name[] }[]
  onChange: (value: Name) => void
  /** What a name reads as; the name itself where absent. */
  titleOf?: (name: Name) => string
  /** For names that a machine reads. */
  mono?: boolean
}

/** One name out of a list. */
export function Select<Name extends string>(props: SelectProps<Name>) {
  const { value, options, onChange, titleOf = (name) => name, mono, ...attributes } = props
  const option = (name: Name) => (
    <option key={name} value={name} className="bg-raised text-ink">
      {titleOf(name)}
    </option>
  )
  return (
    <span className="relative block min-w-0 flex-1">
      <select
        {...attributes}
        value={value}
        onChange={(event) => onChange(event.target.value as Name)}
        className={`h-control w-full appearance-none truncate rounded-3 border border-line-control bg-bg pr-7 pl-2.5 text-ink ${mono ? 'font-mono text-12' : ''}`}
      >
        {options.map((entry) =>
          typeof entry === 'string' ? (
            option(entry)
          ) : (
            <optgroup key={entry.title} label={entry.title} className="bg-raised text-ink">
              {entry.names.map(option)}
            </optgroup>
          ),
        )}
      </select>
      <ChevronDown
        size={14}
        aria-hidden="true"
        className="pointer-events-none absolute top-1/2 right-2.5 -translate-y-1/2 text-ink-3"
      />
    </span>
  )
}
