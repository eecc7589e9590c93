import { memberCookie, memberHeader } from '#lib/contracts/member.ts'
import { problemSchema } from '#lib/contracts/problem.ts'
import { describeError, type ErrorCode } from '#lib/errors.ts'
import { type JsonSchema, namedSchemas, queryFields, schemaOf } from './json-schemas.ts'
import { type AnyOperation, groups, pathParameterOf, pathParameters, problemsOf } from './operation.ts'
import { operations } from './operations.ts'
import { idempotencyKeySchema } from './request.ts'

interface Reference {
  $ref: string
}
export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header' | 'cookie'
  required: boolean
  description?: string
  schema: JsonSchema
  style?: 'form'
  explode?: boolean
}
type Content = Record<string, { schema: JsonSchema; example?: unknown }>
interface Answer {
  description: string
  headers?: Record<string, { description: string; schema: JsonSchema }>
  content?: Content
}
interface DescribedOperation {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  parameters: (Parameter | Reference)[]
  requestBody?: { required: boolean; content: Content }
  responses: Record<string, Answer | Reference>
}
export interface OpenApiDocument {
  openapi: '3.1.1'
  info: {
    title: string
    version: string
    summary: string
    description: string
    license: { name: string; identifier: string }
  }
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, DescribedOperation>>
  components: {
    schemas: Record<string, JsonSchema>
    parameters: Record<string, Parameter>
    responses: Record<string, Answer>
  }
}

const json = 'application/json'

function describeId(name: keyof typeof pathParameters): Parameter {
  const { of, schema } = pathParameters[name]
  return { name, in: 'path', required: true, description: `Of a ${of}.`, schema: schemaOf(schema) }
}

const parameters: Record<string, Parameter> = {
  id: describeId('id'),
  viewId: describeId('viewId'),
  dataset: describeId('dataset'),
  IdempotencyKey: {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    description:
      'Makes it safe to send the request again: the same key with the same request answers the run that it made before.',
    schema: schemaOf(idempotencyKeySchema),
  },
  Member: {
    name: memberHeader,
    in: 'header',
    required: false,
    description: 'Who asks: a name of 1 to 60 characters, percent-encoded.',
    schema: { type: 'string' },
  },
  MemberCookie: {
    name: memberCookie,
    in: 'cookie',
    required: false,
    description: 'The same, for pages; the header goes before it.',
    schema: { type: 'string' },
  },
}

const meanings: Record<(typeof groups)[number], string> = {
  Runs: 'Trainings: queued, read, named, deleted.',
  Control: 'What can be asked of a run on its way, and what happened to it.',
  Measurements: 'What a run recorded.',
  Views: 'States of pages that are too long for an address.',
  Networks: 'What a run has trained so far: its weights, how it does, what it makes of a sample.',
  Datasets: 'What runs are trained on.',
  Server: 'The queue, the settings, and what there is to know.',
}

/** The API as an OpenAPI 3.1 document, made of what its routes read and answer with. */
export function openApiDocument(): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {}
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describeOperation(operation),
    }
  }
  const codes = [...new Set(operations.flatMap(problemsOf))]
  return {
    openapi: '3.1.1',
    info: {
      title: 'Actoscope',
      version: '1',
      summary: 'Train small networks, watch them live, and see which activation function to use, and why.',
      description:
        'JSON in camelCase. What fails is answered as `application/problem+json` with the name of each wrong field. ' +
        'Numbers that JSON lacks come as `"NaN"`, `"Infinity"` and `"-Infinity"`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/api/v1' }],
    tags: groups.map((name) => ({ name, description: meanings[name] })),
    paths,
    components: {
      schemas: namedSchemas(),
      parameters,
      responses: Object.fromEntries(codes.map((code) => [code, describeProblem(code)])),
    },
  }
}

function describeOperation(operation: AnyOperation): DescribedOperation {
  const { name, group, summary, description, body, bodyOptional, example } = operation
  const failed = problemsOf(operation).map((code) => [
    describeError(code).status,
    { $ref: `#/components/responses/${code}` },
  ])
  return {
    operationId: name,
    tags: [group],
    summary,
    ...(description === undefined ? {} : { description }),
    parameters: parametersOf(operation),
    ...(body && {
      requestBody: {
        required: !bodyOptional,
        content: { [json]: { schema: schemaOf(body), ...(example === undefined ? {} : { example }) } },
      },
    }),
    responses: {
      [operation.status]: describeAnswer(operation),
      ...(operation.conditional
        ? { 304: { description: 'As it was: `If-None-Match` names its ETag.' } }
        : {}),
      ...Object.fromEntries(failed),
    },
  }
}

function parametersOf({ path, query, changes, creates }: AnyOperation): (Parameter | Reference)[] {
  const named = [
    pathParameterOf(path),
    creates && 'IdempotencyKey',
    changes && 'Member',
    changes && 'MemberCookie',
  ]
  return [
    ...named.flatMap((name) => (name ? { $ref: `#/components/parameters/${name}` } : [])),
    ...(query ? queryFields(query) : []).map(({ name, required, schema: { description, ...schema } }) => ({
      name,
      in: 'query' as const,
      required,
      ...(typeof description === 'string' ? { description } : {}),
      schema,
      // A list in a query is one text, with commas.
      ...(schema.type === 'array' ? { style: 'form' as const, explode: false } : {}),
    })),
  ]
}

function describeAnswer(operation: AnyOperation): Answer {
  const { status, answer, files = {} } = operation
  const words: Record<number, string> = { 201: 'Made.', 202: 'Accepted.', 204: 'Done.' }
  const media = Object.entries(files).map(([type, description]): [string, { schema: JsonSchema }] => [
    type,
    { schema: { type: 'string', description } },
  ])
  const content: Content = {
    ...(answer ? { [json]: { schema: schemaOf(answer) } } : {}),
    ...Object.fromEntries(media),
  }
  const headers = headersOf(operation)
  return {
    description: words[status] ?? 'As asked.',
    ...(Object.keys(headers).length > 0 ? { headers } : {}),
    ...(Object.keys(content).length > 0 ? { content } : {}),
  }
}

function headersOf({ creates, conditional, headers = {} }: AnyOperation): NonNullable<Answer['headers']> {
  const named = {
    ...(creates ? { Location: 'Where the run is.' } : {}),
    ...(conditional ? { ETag: 'Another one once the answer is another.' } : {}),
    ...headers,
  }
  return Object.fromEntries(
    Object.entries(named).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  )
}

function describeProblem(code: ErrorCode): Answer {
  const content = { 'application/problem+json': { schema: schemaOf(problemSchema) } }
  const retry = { description: 'Seconds after which to try again.', schema: { type: 'string' } }
  const headers = code === 'unavailable' ? { headers: { 'Retry-After': retry } } : {}
  return { description: `${describeError(code).title}.`, ...headers, content }
}
