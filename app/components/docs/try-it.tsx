'use client'

import { useId, useState } from 'react'
import { button } from '#app/components/marks/button.ts'
import { copyText } from '#app/components/marks/copy-text.ts'
import { AnswerView } from './answer-view.tsx'
import { CodeBlock } from './code-block.tsx'
import type { Operation } from './reference.ts'
import { send, type TryAnswer } from './try-answer.ts'
import { TryField } from './try-field.tsx'
import { keyOf, toCurl, toRequest } from './try-request.ts'

interface TryItProps {
  operation: Operation
  origin: string
  /** Stands where a run is needed; empty where there is none yet. */
  runId: string
}

/** What is filled in to begin with: a run where one has to be named. */
function initialParameters({ parameters }: Operation, runId: string): Record<string, string> {
  const named = parameters.filter(({ name, required }) => required && (name === 'id' || name === 'runs'))
  return Object.fromEntries(named.map((parameter) => [keyOf(parameter), runId]))
}

/** Fills in an operation's request, shows it as a command, sends it from the page and shows what comes back. */
export function TryIt({ operation, origin, runId }: TryItProps) {
  const { method, parameters, body: described } = operation
  const [filled, setFilled] = useState(() => initialParameters(operation, runId))
  const [body, setBody] = useState(described?.example ?? '')
  const [answer, setAnswer] = useState<TryAnswer | 'waiting' | null>(null)
  const [copied, setCopied] = useState(false)
  const bodyId = useId()
  const request = toRequest(operation, { parameters: filled, body })
  const command = toCurl(request, origin)
  const fields = parameters.filter((parameter) => parameter.in !== 'cookie')
  const lacks = fields.some((each) => each.required && !filled[keyOf(each)]?.trim())

  return (
    <form
      aria-label={`Try ${operation.summary}`}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-3 rounded-4 border border-line p-4"
      onSubmit={async (event) => {
        event.preventDefault()
        setAnswer('waiting')
        setAnswer(await send(request))
      }}
    >
      <h3 className="font-semibold">Try it</h3>
      {fields.map((parameter) => (
        <TryField
          key={keyOf(parameter)}
          parameter={parameter}
          value={filled[keyOf(parameter)] ?? ''}
          onChange={(value) => setFilled((before) => ({ ...before, [keyOf(parameter)]: value }))}
        />
      ))}
      {described && (
        <div>
          <label htmlFor={bodyId} className="mb-1 block text-12 font-medium text-ink-2">
            Body
          </label>
          <textarea
            id={bodyId}
            value={body}
            onChange={(event) => setBody(event.target.value)}
            spellCheck={false}
            rows={Math.min(18, body.split('\n').length + 1)}
            className="block w-full rounded-3 border border-line-control bg-bg px-2.5 py-1.5 font-mono text-12 text-ink"
          />
        </div>
      )}
      <CodeBlock label={`${operation.summary}: as a command`} text={command} />
      <div className="flex flex-wrap items-center gap-2">
        <button
          type="submit"
          className={button({ kind: method === 'DELETE' ? 'danger' : 'plain' })}
          disabled={lacks || answer === 'waiting'}
        >
          {answer === 'waiting' ? 'Sending' : `Send ${method}`}
        </button>
        <button
          type="button"
          className={button({ kind: 'ghost' })}
          onClick={async () => {
            setCopied(await copyText(command))
            setTimeout(() => setCopied(false), 2500)
          }}
        >
          {copied ? 'Copied' : 'Copy command'}
        </button>
      </div>
      <AnswerView of={operation.summary} answer={answer} />
    </form>
  )
}
