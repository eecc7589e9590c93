import type { TryRequest } from './try-request.ts'

/** What came back. */
export interface TryAnswer {
  /** Null where nothing did. */
  status: number | null
  title: string
  milliseconds: number
  /** Of the headers, those that say something about this API. */
  headers: readonly (readonly [string, string])[]
  /** As it is shown: JSON with line breaks, cut where it is too long. */
  body: string
}

/** Characters of an answer that are shown; more would make the page slow. */
const mostShown = 50_000
const shownHeaders = ['content-type', 'location', 'allow']

/** Sends it from the page and waits for all of the answer. */
export async function send({ method, address, headers, body }: TryRequest): Promise<TryAnswer> {
  const start = performance.now()
  const failed = (title: string): TryAnswer => {
    return { status: null, title, milliseconds: performance.now() - start, headers: [], body: '' }
  }
  let request: Request
  try {
    request = new Request(address, { method, headers, ...(body === undefined ? {} : { body }) })
  } catch (error) {
    return failed(`The browser does not send this: ${(error as Error).message}`)
  }
  try {
    const response = await fetch(request)
    const text = await response.text()
    const milliseconds = performance.now() - start
    const { status, statusText: title } = response
    const told = shownHeaders.flatMap((name) => {
      const value = response.headers.get(name)
      return value === null ? [] : [[name, value] as const]
    })
    return { status, title, milliseconds, headers: told, body: shorten(readable(text)) }
  } catch {
    return failed('The server cannot be reached')
  }
}

function readable(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}

function shorten(text: string): string {
  if (text.length <= mostShown) return text
  return `${text.slice(0, mostShown)}\n… ${text.length - mostShown} more characters`
}
