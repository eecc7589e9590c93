/** Text as a machine reads it, in a box that scrolls, by keyboard too. */
export function CodeBlock({ label, text }: { label: string; text: string }) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
      tabIndex={0}
      className="max-h-80 min-w-0 overflow-auto rounded-3 bg-sunken p-2.5"
    >
      <pre className="font-mono text-12">{text}</pre>
    </section>
  )
}
