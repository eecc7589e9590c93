import { headers } from 'next/headers'
import { connection } from 'next/server'
import { apiReference } from '#app/api/reference.ts'
import { SchemaFields } from '#app/components/docs/field-table.tsx'
import { OperationView } from '#app/components/docs/operation-view.tsx'
import { Page } from '#app/components/shell/page-frame.tsx'
import { runListQuerySchema } from '#lib/contracts/run-list.ts'
import { getRuntime } from '#lib/runtime.ts'

export const metadata = { title: 'API' }

/** The newest run, for the forms to begin with; empty where there is none, or where the database does not say. */
async function newestRunId(): Promise<string> {
  const query = runListQuerySchema.parse({ limit: 1 })
  const newest = await getRuntime()
    .runs.list(query)
    .catch(() => null)
  return newest?.items[0]?.id ?? ''
}

/** The API, to read and to try. */
export default async function ApiPage() {
  await connection()
  const { groups, schemas } = apiReference()
  const origin = `http://${(await headers()).get('host')}`
  const runId = await newestRunId()
  return (
    <Page crumbs={[{ title: 'API' }]}>
      <h1>API</h1>
      <p className="mt-1 max-w-[72ch] text-14 text-ink-2">
        Everything that the pages do, for scripts. JSON over HTTP under <code>/api/v1</code>; described for
        machines by{' '}
        <a href="/api/v1/openapi.json" className="text-accent underline underline-offset-3">
          openapi.json
        </a>{' '}
        (OpenAPI 3.1). What fails is answered as <code>application/problem+json</code> and names each wrong
        field. What is sent from here is real.
      </p>
      {groups.map(({ name, text, operations }) => (
        <section key={name} className="mt-8">
          <div className="border-b border-line-strong pb-1.5">
            <h2>{name}</h2>
            <p className="text-12 text-ink-3">{text}</p>
          </div>
          {operations.map((operation) => (
            <OperationView key={operation.name} operation={operation} origin={origin} runId={runId} />
          ))}
        </section>
      ))}
      <section className="mt-8">
        <div className="border-b border-line-strong pb-1.5">
          <h2>Schemas</h2>
          <p className="text-12 text-ink-3">What is sent and answered, field by field.</p>
        </div>
        {schemas.map(({ name, fields }) => (
          <SchemaFields key={name} name={name} fields={fields} />
        ))}
      </section>
    </Page>
  )
}
