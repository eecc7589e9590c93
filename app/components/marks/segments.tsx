interface SegmentsProps<Name extends string> {
  /** What is chosen, for those who hear it. */
  label: string
  value: Name
  options: readonly { name: Name; title: string }[]
  onChange: (name: Name) => void
}

/** A few choices side by side, one of them pressed; too many scroll within themselves. */
export function Segments<Name extends string>({ label, value, options, onChange }: SegmentsProps<Name>) {
  return (
    <fieldset className="inline-flex max-w-full min-w-0 gap-0.5 overflow-x-auto rounded-3 bg-pressed p-0.5 [scrollbar-width:none]">
      <legend className="sr-only">{label}</legend>
      {options.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          aria-pressed={value === name}
          onClick={() => onChange(name)}
          className="h-6 shrink-0 rounded-2 px-2.5 text-12 font-medium whitespace-nowrap text-ink-2 focus-visible:relative aria-pressed:bg-bg aria-pressed:text-ink aria-pressed:shadow-press pointer-coarse:h-9"
        >
          {title}
        </button>
      ))}
    </fieldset>
  )
}
