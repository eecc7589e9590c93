import { count } from '#app/format/numbers.ts'
import { comparedFields } from '#app/format/unusual-fields.ts'
import type { RunConfig } from '#lib/contracts/run.ts'

/** Every field of a configuration under the name that the API has for it, folded; what is not the default is marked. */
export function AllFields({ config }: { config: RunConfig }) {
  const fields = comparedFields(config)
  const unusual = fields.filter((field) => field.unusual).length
  return (
    <details>
      <summary className="min-h-8 cursor-pointer rounded-2 py-1.5 text-ink-2 hover:text-ink">
        <span className="font-medium">All {fields.length} fields</span>
        <span className="text-ink-3">
          , {unusual === 0 ? 'all as they are by default' : `${count(unusual)} not as by default`}
        </span>
      </summary>
      <dl className="text-12">
        {fields.map(({ name, value, usual, unusual }) => (
          <div
            key={name}
            className="grid grid-cols-[12px_112px_minmax(0,1fr)] items-baseline border-b border-line py-1"
          >
            <span aria-hidden="true" className="text-accent">
              {unusual && '•'}
            </span>
            <dt>
              <code className="break-all text-ink-3">{name}</code>
            </dt>
            <dd className={`min-w-0 break-words ${unusual ? 'font-medium' : 'text-ink-2'}`}>
              {value}
              {unusual && <span className="font-normal text-ink-3"> · by default {usual}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
