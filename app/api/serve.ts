import type { z } from 'zod'
import { datasetNameSchema } from '#lib/contracts/dataset.ts'
import { runIdSchema } from '#lib/contracts/run.ts'
import type { DatasetName } from '#lib/datasets/catalogue.ts'
import { AppError } from '#lib/errors.ts'
import { getRuntime } from '#lib/runtime.ts'
import { readMember } from './asker.ts'
import { handler, json } from './handler.ts'
import {
  type AnswerSchema,
  type AnyOperation,
  type BodySchema,
  type Method,
  methods,
  type Operation,
  type QuerySchema,
} from './operation.ts'
import { parse, parseQuery, readIdempotencyKey, readJson } from './request.ts'

type Parsed<Schema extends z.ZodType | null> = Schema extends z.ZodType ? z.output<Schema> : null

/** What a request asks, read as its operation says. */
interface Call<Query extends QuerySchema | null, Body extends BodySchema | null> {
  request: Request
  /** Of the run in the path; empty where there is none. */
  id: string
  /** The dataset that the path names; null where it names none. */
  dataset: DatasetName | null
  query: Parsed<Query>
  body: Parsed<Body>
  /** Who asks; of an operation that changes nothing, null. */
  by: string | null
  idempotencyKey: string | undefined
}

interface Context {
  params: Promise<{ id?: string; name?: string }>
}
type Handle = (request: Request, context: Context) => Promise<Response>

/** A route's function, and what it serves. */
type Served = Handle & { operation: AnyOperation }

/** Reads a request as its operation says, and answers what `answer` does; a Response of its own as it is. */
export function serve<
  Query extends QuerySchema | null,
  Body extends BodySchema | null,
  Answer extends AnswerSchema | null,
>(
  operation: Operation<Query, Body, Answer>,
  answer: (call: Call<Query, Body>) => Promise<Parsed<Answer> | Response>,
): Served {
  const { query, body, bodyOptional, changes, creates, status } = operation
  const handle = handler(async (request: Request, context: Context) => {
    const call = {
      request,
      id: operation.path.includes('{id}') ? await readRunId(context) : '',
      dataset: operation.path.includes('{name}') ? await readDatasetName(context) : null,
      by: changes ? readMember(request) : null,
      idempotencyKey: creates ? readIdempotencyKey(request) : undefined,
      query: (query && parseQuery(query, request)) as Parsed<Query>,
      body: (body && parse(body, await readJson(request, bodyOptional))) as Parsed<Body>,
    }
    assertAnswering(creates)
    const answered = await answer(call)
    if (answered instanceof Response) return answered
    if (answered === null) return new Response(null, { status })
    return json(answered, status, creates ? locationOf(answered) : {})
  })
  return Object.assign(handle, { operation })
}

/** Refuses at once what would wait for a database that does not answer, and what could not be kept. */
function assertAnswering(creates = false): void {
  const { ready, problems } = getRuntime().status()
  const away = problems.find(({ code }) => code === 'database_unreachable')
  const reason = away ?? (creates && !ready ? problems[0] : undefined)
  if (reason) throw new AppError('unavailable', reason.message)
}

/** The id in the address. What is not one cannot be found. */
async function readRunId({ params }: Context): Promise<string> {
  const { id } = await params
  if (!runIdSchema.safeParse(id).success) throw new AppError('not_found', 'There is no such run')
  return id!
}

/** The dataset that the address names. */
async function readDatasetName({ params }: Context): Promise<DatasetName> {
  const { data } = datasetNameSchema.safeParse((await params).name)
  if (data === undefined) throw new AppError('not_found', 'There is no such dataset')
  return data
}

/** What is created is a run. */
function locationOf(answered: unknown): Record<string, string> {
  return { location: `/api/v1/runs/${(answered as { id: string }).id}` }
}

/** What a route file exports: what is served at its address, and for every other method a refusal that names them. */
export function routes(...served: readonly Served[]): Record<Method | 'OPTIONS', Handle> {
  const allow = served.map(({ operation }) => operation.method).join(', ')
  const refuse = async (request: Request) => {
    const error = new AppError('method_not_allowed', `${request.method} is not served here, but ${allow}`)
    const response = await handler(() => Promise.reject(error))()
    response.headers.set('allow', allow)
    return response
  }
  const all = methods.map((method): [Method, Handle] => {
    return [method, served.find(({ operation }) => operation.method === method) ?? refuse]
  })
  const tell = async () => new Response(null, { status: 204, headers: { allow } })
  return { ...(Object.fromEntries(all) as Record<Method, Handle>), OPTIONS: tell }
}
