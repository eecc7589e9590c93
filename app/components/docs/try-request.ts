import type { Operation } from './reference.ts'

/** What somebody filled in: parameters by place and name, and the body as it is typed. */
export interface Filled {
  parameters: Readonly<Record<string, string>>
  body: string
}

/** Under which a parameter is filled in: a header and a query part can have the same name. */
export const keyOf = ({ in: place, name }: { in: string; name: string }) => `${place} ${name}`

export interface TryRequest {
  method: string
  /** Path and query. */
  address: string
  headers: Record<string, string>
  body: string | undefined
}

/** The request that an operation and what was filled in come to; what was left empty is left out. */
export function toRequest({ method, path, parameters, body }: Operation, filled: Filled): TryRequest {
  let address = path
  const query = new URLSearchParams()
  const headers: Record<string, string> = {}
  for (const parameter of parameters) {
    const value = filled.parameters[keyOf(parameter)] ?? ''
    if (parameter.in === 'path') address = address.replace(`{${parameter.name}}`, encodeURIComponent(value))
    else if (value === '') continue
    else if (parameter.in === 'query') query.append(parameter.name, value)
    else if (parameter.in === 'header') headers[parameter.name] = value
  }
  const text = body && filled.body.trim() !== '' ? filled.body : undefined
  if (text !== undefined) headers['Content-Type'] = 'application/json'
  return { method, address: query.size > 0 ? `${address}?${query}` : address, headers, body: text }
}

/** The same request as a command for a POSIX shell. */
export function toCurl({ method, address, headers, body }: TryRequest, origin: string): string {
  const parts = [
    `curl -s ${quote(origin + address)}`,
    ...(method === 'GET' || (method === 'POST' && body !== undefined) ? [] : [`-X ${method}`]),
    ...Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    ...(body === undefined ? [] : [`-d ${quote(body)}`]),
  ]
  return parts.join(' \\\n  ')
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`
