/** The first letters of a name: of its first and last word, or the first two of its only one. */
function initials(name: string): string {
  const words = name.split(/[\s._-]+/).filter(Boolean)
  const [first = name, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  const letters = last ? [[...first][0], [...last][0]] : [...first].slice(0, 2)
  return letters.join('').toUpperCase()
}

/** One of four colours, the same for a name everywhere. */
function colourOf(name: string): number {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + letter.codePointAt(0)!) % 65_521
  return 1 + (sum % 4)
}

/** A member as a disc with initials. */
export function Face({ name }: { name: string }) {
  return (
    <span
      role="img"
      aria-label={`by ${name}`}
      title={name}
      className="inline-grid size-5 shrink-0 place-items-center rounded-full text-[9px] leading-none font-semibold text-who-ink"
      style={{ background: `var(--who-${colourOf(name)})` }}
    >
      {initials(name)}
    </span>
  )
}
