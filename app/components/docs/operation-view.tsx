import type { ReactNode } from 'react'
import { Chevron } from './chevron.tsx'
import { FieldTable, schemaAnchor } from './field-table.tsx'
import { Prose } from './prose.tsx'
import type { Answer, Operation } from './reference.ts'
import { TryIt } from './try-it.tsx'

const places = {
  path: 'In the address',
  query: 'In the query',
  header: 'Headers',
  cookie: 'Cookies',
} as const

interface OperationViewProps {
  operation: Operation
  origin: string
  /** A run to try it with; empty where there is none. */
  runId: string
}

/** One operation: a line that opens into all that there is to know, and a form to try it. */
export function OperationView({ operation, origin, runId }: OperationViewProps) {
  const { name, method, path, summary, text, parameters, body, answers } = operation
  return (
    <details className="group border-b border-line">
      <summary className="grid min-h-control cursor-pointer grid-cols-[16px_52px_minmax(0,1fr)] items-baseline gap-x-2 py-1.5 hover:bg-hover wide:grid-cols-[16px_52px_minmax(0,340px)_minmax(0,1fr)]">
        <Chevron />
        <code className="text-12 font-medium text-ink-2">{method}</code>
        <code className="min-w-0 break-words font-medium">{path.replace('/api/v1', '')}</code>
        <span className="col-start-3 text-ink-2 wide:col-start-4">{summary}</span>
      </summary>
      {/* Within what is folded: a link to it unfolds it. */}
      <div
        id={name}
        className="grid scroll-mt-24 grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-6 pt-2 pb-8 wide:grid-cols-[minmax(0,1fr)_minmax(0,480px)] wide:pl-[84px]"
      >
        <div className="grid min-w-0 gap-5">
          {text && (
            <p className="max-w-[68ch] text-14 text-ink-2">
              <Prose text={text} />
            </p>
          )}
          {Object.entries(places).map(([place, title]) => {
            const rows = parameters
              .filter((parameter) => parameter.in === place)
              .map((parameter) => ({ ...parameter, path: parameter.name }))
            return rows.length === 0 ? null : (
              <Part key={place} title={title}>
                <FieldTable rows={rows} />
              </Part>
            )
          })}
          {body && (
            <Part title="Body">
              <p className="py-1.5 text-ink-2">
                JSON, a <SchemaLink name={body.schema} />
                {body.required ? '.' : '; none at all is as good as an empty one.'}
              </p>
            </Part>
          )}
          <Part title="Answers">
            <dl>
              {answers.map((answer) => (
                <AnswerLine key={answer.status} {...answer} />
              ))}
            </dl>
          </Part>
        </div>
        <TryIt operation={operation} origin={origin} runId={runId} />
      </div>
    </details>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="border-b border-line-strong pb-1 text-12 text-ink-3">{title}</h3>
      {children}
    </section>
  )
}

function SchemaLink({ name }: { name: string }) {
  return (
    <a href={`#${schemaAnchor(name)}`} className="text-accent underline underline-offset-3">
      <code>{name}</code>
    </a>
  )
}

function AnswerLine({ status, text, types, schema }: Answer) {
  return (
    <div className="grid grid-cols-[40px_minmax(0,1fr)] gap-x-2 border-b border-line py-1">
      <dt>
        <code>{status}</code>
      </dt>
      <dd className="min-w-0 break-words text-ink-2">
        {text} {schema && <SchemaLink name={schema} />}
        {types.length > 1 && <span className="text-12 text-ink-3"> or as {types.slice(1).join(', ')}</span>}
      </dd>
    </div>
  )
}
