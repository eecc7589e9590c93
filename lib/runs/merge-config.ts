import { z } from 'zod'
import { type RunConfig, runRequestSchema } from '#lib/contracts/run.ts'
import { invalidRequest } from '#lib/errors.ts'

type Fields = Record<string, unknown>

/** Fields of a request that are no part of a config. */
const notConfig = z.strictObject({ name: z.never(), after: z.never() }).partial().loose()

/**
 * The config with part of it changed, as JSON Merge Patch (RFC 7396) has it: objects are merged field by field, lists
 * are replaced, null takes a field out. An optimizer, schedule or the like that gets another `name` is replaced whole,
 * since its settings have another meaning.
 * @throws AppError invalid_request that names every wrong field below `config`
 */
export function mergeConfig(config: RunConfig, change: Fields): RunConfig {
  const extra = notConfig.safeParse(change)
  if (!extra.success) throw invalidRequest(extra.error, ['config'])
  const parsed = runRequestSchema.safeParse(merge(config, change))
  if (!parsed.success) throw invalidRequest(parsed.error, ['config'])
  const { name: _name, after: _after, ...merged } = parsed.data
  return merged
}

function merge(before: unknown, change: unknown): unknown {
  if (!isFields(change)) return change
  const base = isFields(before) && !isOther(before, change) ? { ...before } : {}
  for (const [key, value] of Object.entries(change)) {
    if (value === null) delete base[key]
    else base[key] = merge(base[key], value)
  }
  return base
}

function isOther(before: Fields, change: Fields): boolean {
  return change.name !== undefined && before.name !== undefined && change.name !== before.name
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
