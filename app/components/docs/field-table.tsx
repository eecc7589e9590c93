import { Chevron } from './chevron.tsx'
import { Prose } from './prose.tsx'
import type { Field } from './reference.ts'

/** Address of a named schema on the page. */
export const schemaAnchor = (name: string) => `schema-${name}`

interface RowProps {
  /** Its own within the table. */
  path: string
  name: string
  depth?: number
  type: string
  schema?: string | null
  required: boolean
  usual: string | null
  text: string | null
}

/** One field or parameter: its name, what it has to be, and under it what it means. */
function Row({ name, depth = 0, type, schema = null, required, usual, text }: RowProps) {
  return (
    <div className="grid gap-x-4 border-b border-line py-1.5 tablet:grid-cols-[minmax(0,200px)_minmax(0,1fr)]">
      <dt className="min-w-0 break-words" style={{ paddingInlineStart: depth * 12 }}>
        <code>{name}</code>
        {required && <span className="text-12 text-ink-3"> required</span>}
      </dt>
      <dd className="min-w-0 text-12 break-words text-ink-2">
        <code>
          {schema ? (
            <a href={`#${schemaAnchor(schema)}`} className="text-accent">
              {type}
            </a>
          ) : (
            type
          )}
        </code>
        {usual !== null && (
          <span className="text-ink-3">
            {type && ' · '}usually <code>{usual}</code>
          </span>
        )}
        {text && (
          <p className="text-13 text-ink">
            <Prose text={text} />
          </p>
        )}
      </dd>
    </div>
  )
}

/** Fields or parameters, one under the other; those inside a field stand under it, further in. */
export function FieldTable({ rows }: { rows: readonly RowProps[] }) {
  return (
    <dl>
      {rows.map((row) => (
        <Row key={row.path} {...row} />
      ))}
    </dl>
  )
}

/** A named schema with all of its fields. */
export function SchemaFields({ name, fields }: { name: string; fields: readonly Field[] }) {
  return (
    <details className="group border-b border-line">
      <summary className="grid min-h-control cursor-pointer grid-cols-[16px_minmax(0,1fr)_auto] items-baseline gap-x-2 py-1.5 font-medium hover:bg-hover">
        <Chevron />
        <code>{name}</code>
        <span className="text-12 font-normal text-ink-3">
          {fields.length} {fields.length === 1 ? 'field' : 'fields'}
        </span>
      </summary>
      {/* Within what is folded: a link to it unfolds it. */}
      <div id={schemaAnchor(name)} className="scroll-mt-24 pb-4 tablet:pl-6">
        <FieldTable rows={fields} />
      </div>
    </details>
  )
}
