import { optimizerSchema, scheduleSchema } from '#lib/contracts/training-config.ts'
import type { OptimizerName, ScheduleName } from '#lib/nn/names.ts'

/** One of several kinds with the numbers that this kind has, as text. */
export interface KindDraft<Name extends string> {
  name: Name
  fields: Readonly<Record<string, string>>
}

/** The usual values of what the contract knows under a name, as text. */
function usualFields(
  schema: typeof optimizerSchema | typeof scheduleSchema,
  name: string,
): Record<string, string> {
  const { name: _, ...fields } = schema.parse({ name })
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, String(value)]))
}

/** An optimizer with its usual values. */
export function usualOptimizer(name: OptimizerName): KindDraft<OptimizerName> {
  return { name, fields: usualFields(optimizerSchema, name) }
}

/** A schedule with its usual values. */
export function usualSchedule(name: ScheduleName): KindDraft<ScheduleName> {
  return { name, fields: usualFields(scheduleSchema, name) }
}

/**
 * Another kind in place of one: what somebody typed stays where the other has such a field, what was as usual
 * becomes what is usual there.
 */
export function switchKind<Name extends string>(
  before: KindDraft<Name>,
  name: Name,
  usual: (name: Name) => KindDraft<Name>,
): KindDraft<Name> {
  const untouched = usual(before.name).fields
  const next = usual(name)
  const fields = Object.entries(next.fields).map(([field, value]) => {
    const typed = before.fields[field]
    return [field, typed === undefined || typed === untouched[field] ? value : typed]
  })
  return { name, fields: Object.fromEntries(fields) }
}
