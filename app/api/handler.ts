import { isAppError, toProblem } from '#lib/errors.ts'
import { getRuntime } from '#lib/runtime.ts'

/** When it is worth to try again what was not possible for the moment. */
const retryAfterSeconds = '1'

/** What every route's handler is wrapped in: what it throws becomes problem details. */
export function handler<Parameters extends unknown[]>(
  handle: (...parameters: Parameters) => Promise<Response>,
): (...parameters: Parameters) => Promise<Response> {
  return async (...parameters) => {
    try {
      return await handle(...parameters)
    } catch (error) {
      const problem = toProblem(error)
      if (problem.status >= 500) logFailure(error, parameters[0])
      // What follows of a body that was too large stays unread: the connection cannot be used again.
      const close = problem.status === 413 ? { connection: 'close' } : {}
      const later = problem.status === 503 ? { 'retry-after': retryAfterSeconds } : {}
      const headers = {
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        ...close,
        ...later,
      }
      return new Response(JSON.stringify(problem), { status: problem.status, headers })
    }
  }
}

/** What we could not do is a warning; what we did not think of, an error. */
function logFailure(error: unknown, request: unknown): void {
  const { method, url } = request instanceof Request ? request : {}
  const path = url === undefined ? undefined : new URL(url).pathname
  getRuntime().log[isAppError(error) ? 'warn' : 'error']({ error, method, path }, 'a request failed')
}

/** JSON that is never cached. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers: { 'cache-control': 'no-store', ...headers } })
}
