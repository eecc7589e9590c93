import type { RunConfig } from '#lib/contracts/run.ts'
import { configFields } from './config-fields.ts'

/** In what a configuration differs from another, in words: learning rate 0.1 → 0.01. */
export function configChanges(before: RunConfig, after: RunConfig): string[] {
  const old = configFields(before)
  return configFields(after).flatMap(({ name, value }, i) =>
    value === old[i]!.value
      ? []
      : [`${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${old[i]!.value} → ${value}`],
  )
}
