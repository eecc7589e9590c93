import type { z } from 'zod'
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
  pathParameterOf,
  pathParameters,
  type QuerySchema,
} from './operation.ts'
import { parse, parseQuery, readIdempotencyKey, readJson } from './request.ts'

type Parsed<Schema extends z.ZodType | null> = Schema extends z.ZodType ? z.output<Schema> : null

/** What a request asks, read as its operation says. */
interface Call<Query extends QuerySchema | null, Body extends BodySchema | null> {
  request: Request
  /** Of what the path names; empty where it names nothing. */
  id: string
  query: Parsed<Query>
  body: Parsed<Body>
  /** Who asks; of an operation that changes nothing, null. */
  by: string | null
  idempotencyKey: string | undefined
}

interface Context {
  params: Promise<{ [Name in keyof typeof pathParameters]?: string }>
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
      id: await readId(operation.path, context),
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
async function readId(path: string, { params }: Context): Promise<string> {
  const name = pathParameterOf(path)
  if (name === null) return ''
  const { of, schema } = pathParameters[name]
  const id = schema.safeParse((await params)[name])
  if (!id.success) throw new AppError('not_found', `There is no such ${of}`)
  return id.data
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
