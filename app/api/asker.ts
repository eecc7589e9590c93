import { parse, readJson } from '#app/api/handler.ts'
import { actionRequestSchema } from '#lib/contracts/control.ts'
import { memberCookie, memberHeader, memberNameSchema } from '#lib/contracts/member.ts'
import { AppError } from '#lib/errors.ts'
import type { Asker } from '#lib/runs/runs.ts'

/**
 * The name that the asker gives: in a header, or, of a page, in a cookie; percent-encoded, since neither takes every
 * character. Null where none is given.
 * @throws AppError invalid_request where it is no name
 */
export function readMember(request: Request): string | null {
  const [given, where] = [request.headers.get(memberHeader), `the header ${memberHeader}`]
  const [text, place] = given === null ? [readCookie(request), `the cookie ${memberCookie}`] : [given, where]
  if (text === null) return null
  const name = memberNameSchema.safeParse(decode(text))
  if (name.success) return name.data
  const message = `Not a name of 1 to 60 characters, percent-encoded, in ${place}`
  throw new AppError('invalid_request', message, { errors: [{ path: memberHeader, message }] })
}

function readCookie(request: Request): string | null {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  const pair = pairs.find((each) => each.startsWith(`${memberCookie}=`))
  return pair === undefined ? null : pair.slice(memberCookie.length + 1)
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Who asks for an action, and why; the body may be left out. */
export async function readAsker(request: Request): Promise<Asker> {
  const by = readMember(request)
  const isBare = request.headers.get('content-type') === null && (await request.clone().text()) === ''
  return { by, reason: isBare ? undefined : parse(actionRequestSchema, await readJson(request)).reason }
}
