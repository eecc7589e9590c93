import { CodeBlock } from './code-block.tsx'
import type { TryAnswer } from './try-answer.ts'

/** What came back: status and time, the headers that matter, the body. */
export function AnswerView({ of, answer }: { of: string; answer: TryAnswer | 'waiting' | null }) {
  const known = answer === 'waiting' ? null : answer
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-2">
      <p role="status" className="text-ink-2 empty:hidden">
        {answer === 'waiting' && 'Waiting for the answer'}
        {known && <StatusLine {...known} />}
      </p>
      {known && known.headers.length > 0 && (
        <dl className="text-12 text-ink-2">
          {known.headers.map(([name, value]) => (
            <div key={name} className="flex min-w-0 flex-wrap gap-x-2">
              <dt className="text-ink-3">{name}</dt>
              <dd className="min-w-0 break-words">{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {known?.body && <CodeBlock label={`${of}: body of the answer`} text={known.body} />}
    </div>
  )
}

function StatusLine({ status, title, milliseconds }: TryAnswer) {
  const tone = status === null || status >= 500 ? 'text-bad' : status >= 400 ? 'text-warn' : 'text-ink'
  return (
    <>
      <strong className={`font-semibold ${tone}`}>{[status, title].filter(Boolean).join(' ')}</strong>
      {status !== null && ` in ${Math.round(milliseconds)} ms`}
    </>
  )
}
