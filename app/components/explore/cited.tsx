import { type CitationName, citations } from './citations.ts'

/** Where something is written, as links. */
export function Cited({ names }: { names: readonly CitationName[] }) {
  return (
    <p className="mt-2 text-12 text-ink-3">
      {names.length === 1 ? 'Source: ' : 'Sources: '}
      {names.map((name, i) => {
        const { authors, title, url } = citations[name]
        return (
          <span key={name}>
            {i > 0 && '; '}
            {authors},{' '}
            {url === null ? (
              title
            ) : (
              <a href={url} rel="noreferrer" className="text-ink-2 underline underline-offset-3">
                {title}
              </a>
            )}
          </span>
        )
      })}
    </p>
  )
}
