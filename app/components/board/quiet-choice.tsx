'use client'

import { ChevronDown } from 'lucide-react'

interface QuietChoiceProps<Name extends string> {
  label: string
  value: Name
  options: readonly { name: Name; title: string }[]
  onChange: (name: Name) => void
}

/** A choice within a line of text: words with a small arrow. */
export function QuietChoice<Name extends string>({
  label,
  value,
  options,
  onChange,
}: QuietChoiceProps<Name>) {
  return (
    <label className="relative ml-3 inline-flex items-center rounded-2 text-12 text-ink-3 hover:text-ink focus-within:shadow-[var(--focus)]">
      <span className="sr-only">{label}</span>
      <select
        value={value}
        onChange={(event) => {
          const chosen = options.find(({ name }) => name === event.target.value)
          if (chosen) onChange(chosen.name)
        }}
        className="h-5 [field-sizing:content] appearance-none bg-transparent pr-4 outline-none pointer-coarse:h-11"
      >
        {options.map(({ name, title }) => (
          <option key={name} value={name} className="bg-raised text-ink">
            {title}
          </option>
        ))}
      </select>
      <ChevronDown size={12} aria-hidden="true" className="pointer-events-none absolute right-0" />
    </label>
  )
}
