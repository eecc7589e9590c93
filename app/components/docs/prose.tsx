/** A sentence in which what stands between backticks is code. */
export function Prose({ text }: { text: string }) {
  const parts = text.split('`')
  return parts.map((part, i) => {
    const key = `${i} ${part}`
    return i % 2 === 1 ? (
      <code key={key} className="break-words">
        {part}
      </code>
    ) : (
      <span key={key}>{part}</span>
    )
  })
}
