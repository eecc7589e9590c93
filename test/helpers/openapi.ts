import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { openApiDocument } from '#app/api/openapi.ts'

const document = openApiDocument()
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(document, 'api')

const pointerPart = (part: string | number) => String(part).replaceAll('~', '~0').replaceAll('/', '~1')
const at = (...parts: (string | number)[]) => `api#/${parts.map(pointerPart).join('/')}`

function complaintsAt(pointer: string, value: unknown): string | null {
  const validate = ajv.getSchema(pointer)
  if (!validate) throw new Error(`There is no schema at ${pointer}`)
  return validate(value) ? null : ajv.errorsText(validate.errors, { dataVar: 'answer' })
}

/** Whether a named schema of the document takes the value. */
export function accepts(name: string, value: unknown): boolean {
  return complaintsAt(at('components', 'schemas', name), value) === null
}

/** The path of the document that an address belongs to; paths without a parameter go first. */
function findPath(address: string): string | undefined {
  const matching = Object.keys(document.paths).filter((path) =>
    new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(address),
  )
  return matching.toSorted((a, b) => a.split('{').length - b.split('{').length)[0]
}

/** An answer of the server, as far as the document speaks of it. */
interface Answered {
  status: number
  headers: Headers
  /** Parsed where it is JSON. */
  body: unknown
}

/**
 * What of an answer is not as the document says; null where all is. What the document knows nothing of is to be
 * answered with a problem.
 */
export function complaintsOf(
  method: string,
  path: string,
  { status, headers, body }: Answered,
): string | null {
  const type = headers.get('content-type')?.split(';')[0] ?? null
  const address = new URL(path, 'http://api').pathname
  const known = findPath(address)
  const operation = known === undefined ? undefined : document.paths[known]?.[method.toLowerCase()]
  if (!operation) {
    if (type !== 'application/problem+json') return `${type} instead of a problem`
    return complaintsAt(at('components', 'schemas', 'Problem'), body)
  }
  const response = operation.responses[status]
  if (!response) return `${status} is not documented`
  const parts =
    '$ref' in response
      ? response.$ref.slice(2).split('/')
      : ['paths', known!, method.toLowerCase(), 'responses', status]
  const content =
    '$ref' in response ? document.components.responses[parts.at(-1)!]?.content : response.content
  if (!content) return body === null ? null : 'a body where none is documented'
  if (type === null || !(type in content)) return `${type} is not documented`
  return complaintsAt(at(...parts, 'content', type, 'schema'), body)
}
