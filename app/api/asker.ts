import { memberCookie, memberHeader, memberNameSchema } from '#lib/contracts/member.ts'
import { AppError } from '#lib/errors.ts'

/**
 * The name that the asker gives: in a header, or, of a page, in a cookie; percent-encoded, since neither takes every
 * character. Null where none is given; an empty cookie gives none.
 * @throws AppError invalid_request where it is no name
 */
export function readMember(request: Request): string | null {
  const header = request.headers.get(memberHeader)
  const text = header ?? (readCookie(request) || null)
  if (text === null) return null
  const name = memberNameSchema.safeParse(decode(text))
  if (name.success) return name.data
  const where = header === null ? 'cookie' : 'header'
  const message = `The ${where} does not hold a name of 1 to 60 characters, percent-encoded`
  const errors = [{ path: header === null ? memberCookie : memberHeader, message }]
  throw new AppError('invalid_request', `${memberHeader}: ${message}`, { errors })
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
