import type { z } from 'zod'
import type { FieldError, Problem } from '#lib/contracts/problem.ts'

/** Every way in which a request can fail, with its HTTP status and the words that a person reads first. */
const catalogue = {
  invalid_request: { status: 400, title: 'The request is not valid' },
  foreign_origin: { status: 403, title: 'Requests from other sites are refused' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  conflict: { status: 409, title: 'Not possible in the present state' },
  idempotency_conflict: { status: 422, title: 'This Idempotency-Key was used for another request' },
  too_large: { status: 413, title: 'The request is too large' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON' },
  internal: { status: 500, title: 'Something went wrong on the server' },
  unavailable: { status: 503, title: 'Not ready' },
} as const

export type ErrorCode = keyof typeof catalogue

/** HTTP status and title of an error. */
export function describeError(code: ErrorCode): { status: number; title: string } {
  return catalogue[code]
}

/** Next.js loads its own copy of this module, so that `instanceof` would not know the server's errors. */
const brand = Symbol.for('actoscope.AppError')

/** The one error that crosses layers on purpose; anything else that is thrown is a bug and becomes `internal`. */
export class AppError extends Error {
  readonly [brand] = true
  readonly code: ErrorCode
  readonly errors: FieldError[] | undefined

  constructor(code: ErrorCode, detail: string, options: { errors?: FieldError[]; cause?: unknown } = {}) {
    super(detail, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.errors = options.errors
  }
}

/** Whether the value was thrown on purpose, by whichever copy of this module. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && brand in error
}

/** Any thrown value as problem details. What was not thrown on purpose says nothing of its inside. */
export function toProblem(error: unknown): Problem {
  if (!isAppError(error)) {
    const { status, title } = catalogue.internal
    return { type: 'about:blank', title, status, detail: 'The server log has the details.' }
  }
  const { status, title } = catalogue[error.code]
  return {
    type: `urn:actoscope:${error.code}`,
    title,
    status,
    detail: error.message,
    ...(error.errors ? { errors: error.errors } : {}),
  }
}

/** Why the server cannot start, as one line for the person who started it. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartError'
  }
}

/** What a schema found wrong, as one error that names every field; `at` is where the value stands in the request. */
export function invalidRequest(error: z.ZodError, at: readonly PropertyKey[] = []): AppError {
  const errors = error.issues.flatMap((issue) => {
    // A refused field is named itself, not the object that holds it.
    const paths =
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...issue.path, key]) : [issue.path]
    const message = issue.code === 'unrecognized_keys' ? 'There is no such field' : issue.message
    return paths.map((path) => ({ path: formatPath([...at, ...path]), message }))
  })
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
  return new AppError('invalid_request', detail, { errors, cause: error })
}

/** `['network', 'hidden', 1, 'units']` as `network.hidden[1].units`. */
function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text ? `${text}.${String(part)}` : String(part)
  }, '')
}
