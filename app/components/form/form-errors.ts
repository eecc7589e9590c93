import type { z } from 'zod'
import { setting } from '#app/format/numbers.ts'
import type { FieldError } from '#lib/contracts/problem.ts'
import { type RunRequest, runRequestSchema } from '#lib/contracts/run.ts'

/** Messages by the path of their field: `network.hidden[1].units`. */
export type FormErrors = Readonly<Record<string, string>>

/** A path as the API writes it: names by dots, places in brackets. */
export function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}${text && '.'}${String(part)}`),
    '',
  )
}

/** What is wrong, for who types; the contract's own words where it has some. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_type') {
    return issue.expected === 'int' ? 'A whole number is needed' : 'A number is needed'
  }
  if (issue.code === 'too_small' && issue.origin !== 'string' && issue.origin !== 'array') {
    return issue.inclusive
      ? `At least ${setting(Number(issue.minimum))}`
      : `More than ${setting(Number(issue.minimum))}`
  }
  if (issue.code === 'too_big' && issue.origin !== 'string' && issue.origin !== 'array') {
    return issue.inclusive
      ? `At most ${setting(Number(issue.maximum))}`
      : `Less than ${setting(Number(issue.maximum))}`
  }
  if (issue.code === 'too_big' && issue.origin === 'string') return `At most ${issue.maximum} characters`
  if (issue.code === 'too_big' && issue.origin === 'array') return `At most ${issue.maximum}`
  return issue.message
}

/**
 * Where a value fits none of several forms, what is wrong with the form that it was meant in: the one whose
 * complaints are about a field within, not about its name.
 */
function unfolded(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue]
  const meant = issue.errors.find((issues) =>
    issues.every(({ path }) => path.length > 0 && path[0] !== 'name'),
  )
  return meant?.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })) ?? [issue]
}

/** First message of every field that the contract refuses; empty for a request that it takes. */
export function checkRequest(request: RunRequest): FormErrors {
  const result = runRequestSchema.safeParse(request)
  if (result.success) return {}
  return byField(
    result.error.issues
      .flatMap(unfolded)
      .map((issue) => ({ path: pathOf(issue.path), message: messageOf(issue) })),
  )
}

/** The server's list of wrong fields in the same form; the first message of a field counts. */
export function byField(errors: readonly FieldError[]): FormErrors {
  const messages: Record<string, string> = {}
  for (const { path, message } of errors) messages[path] ??= message
  return messages
}

/** The message of a field, or the first of what lies within it. */
export function errorWithin(errors: FormErrors, path: string): string | undefined {
  return errors[path] ?? Object.entries(errors).find(([other]) => isWithin(other, path))?.[1]
}

/** Whether a path leads to something inside of another. */
export function isWithin(path: string, outer: string): boolean {
  return path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`)
}

/** Messages whose field the form does not show beside it. */
export function unplaced(errors: FormErrors, shown: (path: string) => boolean): string[] {
  return Object.entries(errors).flatMap(([path, message]) =>
    shown(path) ? [] : [path ? `${path}: ${message}` : message],
  )
}
