import { type Problem, problemSchema } from '#lib/contracts/problem.ts'

/** A request that the server refused, or that never reached it; `problem` says which in words for a person. */
class ProblemError extends Error {
  readonly problem: Problem

  constructor(problem: Problem, cause?: unknown) {
    super(problem.detail, { cause })
    this.name = 'ProblemError'
    this.problem = problem
  }
}

const unreachable: Problem = {
  type: 'about:blank',
  title: 'The server cannot be reached',
  status: 0,
  detail: 'Nothing was changed as far as this page knows. Try again in a moment.',
}

/** What `fetch` needs to send a body as JSON. */
export function sending(
  method: 'POST' | 'PATCH',
  body: unknown,
  headers: Record<string, string> = {},
): RequestInit {
  return { method, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

/**
 * JSON of a successful answer.
 * @throws ProblemError for any other answer, and for none.
 */
export async function requestJson(path: string, init?: RequestInit): Promise<unknown> {
  const response = await request(path, init)
  return response.status === 204 ? null : await response.json().catch(() => null)
}

/**
 * Bytes of a successful answer.
 * @throws ProblemError for any other answer, and for none.
 */
export async function requestBytes(path: string, init?: RequestInit): Promise<ArrayBuffer> {
  return (await request(path, init)).arrayBuffer()
}

async function request(path: string, init?: RequestInit): Promise<Response> {
  let response: Response
  try {
    response = await fetch(path, init)
  } catch (cause) {
    throw new ProblemError(unreachable, cause)
  }
  if (response.ok) return response
  const parsed = problemSchema.safeParse(await response.json().catch(() => null))
  if (parsed.success) throw new ProblemError(parsed.data)
  const { status } = response
  throw new ProblemError({
    type: 'about:blank',
    title: 'Unexpected answer',
    status,
    detail: `The server answered ${status}.`,
  })
}

/** Any thrown value as a problem to show. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem
  return { type: 'about:blank', title: 'Something went wrong', status: 0, detail: String(error) }
}

/** Why something could not be done, in one line. */
export function failureWords(error: unknown): string {
  const { status, title, detail } = problemOf(error)
  return status === 0 ? title : detail
}
