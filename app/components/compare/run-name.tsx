import type { RunColour } from '#app/components/charts/run-colours.ts'

/** A swatch, and what the line of that colour is called. */
export function RunName({ name, colour, dashed }: RunColour & { name: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-2" title={name}>
      <span
        className="swatch"
        data-dashed={dashed || undefined}
        style={{ '--c': colour } as Record<string, string>}
      />
      <span className="truncate">{name}</span>
    </span>
  )
}
