import { createHash, randomInt } from 'node:crypto'
import { colourOf, type RunConfig } from '#lib/contracts/run.ts'

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'
const adjectives =
  'able bold brave bright calm clever deep eager early fair fast fine firm fresh gentle glad grand keen kind light lively lucid mellow mild neat noble patient plain proud quick quiet ready sharp slow smart sober solid steady still swift tidy vivid warm wide wild wise'.split(
    ' ',
  )

/**
 * A fresh id: 15 random characters, and one that places the run in the palette after `previous`, so that
 * runs queued one after another differ in colour.
 */
export function newRunId(previous: string | null): string {
  const colour = previous === null ? 0 : (colourOf(previous) + 1) % 8
  const random = Array.from({ length: 15 }, () => alphabet[randomInt(36)])
  return `${random.join('')}${colour}`
}

/** A name that a person can say, e.g. `brave-relu-12`. */
export function generateName(config: RunConfig): string {
  const activation = config.network.hidden[0]?.activation.replace('leaky_relu', 'leaky') ?? 'linear'
  return `${adjectives[randomInt(adjectives.length)]}-${activation}-${randomInt(1, 100)}`
}

/** sha-256 in hex of a JSON value, whatever the order of its objects' keys. */
export function hashJson(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex')
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
