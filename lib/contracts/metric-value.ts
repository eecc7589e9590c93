import { z } from 'zod'

/** JSON has no NaN and no infinities; they travel under their names. */
export const metricValueSchema = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])
export type MetricValue = z.infer<typeof metricValueSchema>

/** A number as it travels in JSON. */
export function encodeValue(value: number): MetricValue {
  return Number.isFinite(value) ? value : (String(value) as MetricValue)
}

/** The number that `encodeValue` was given. */
export function decodeValue(value: MetricValue): number {
  return typeof value === 'number' ? value : Number(value)
}
