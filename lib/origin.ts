import type { IncomingMessage } from 'node:http'

const ownNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Why a request is refused, or null. A page of another site can make a browser send requests here, or point a
 * name of its own at this machine (DNS rebinding): the first shows in Origin, the second in Host.
 */
export function refusalOf({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  const { host, origin } = headers
  if (host === undefined || !ownNames.has(nameOf(host))) return 'The Host header is not this server'
  if (origin === undefined) return null
  return URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
    ? null
    : 'The Origin header is another site'
}

/** The name in a Host header, without its port; empty where there is more in it than these two. */
function nameOf(host: string): string {
  return /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/.exec(host.toLowerCase())?.[1] ?? ''
}
