import { isAppError, toProblem } from '#lib/errors.ts'

/** What every route's handler is wrapped in: what it throws becomes problem details. */
export function handler<Parameters extends unknown[]>(
  handle: (...parameters: Parameters) => Promise<Response>,
): (...parameters: Parameters) => Promise<Response> {
  return async (...parameters) => {
    try {
      return await handle(...parameters)
    } catch (error) {
      if (!isAppError(error)) console.error(error)
      const problem = toProblem(error)
      // What follows of a body that was too large stays unread: the connection cannot be used again.
      const close = problem.status === 413 ? { connection: 'close' } : {}
      const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...close }
      return new Response(JSON.stringify(problem), { status: problem.status, headers })
    }
  }
}

/** JSON that is never cached. */
export function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return Response.json(value, { status, headers: { 'cache-control': 'no-store', ...headers } })
}
