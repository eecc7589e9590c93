import type { RunConfig } from '#lib/contracts/run.ts'
import { absent, configFields } from './config-fields.ts'

/** Numbers that an optimizer or a schedule of another kind does not have. */
const ofOneKind = new Set([
  'momentum',
  'decay',
  'beta1',
  'beta2',
  'epsilon',
  'weightDecay',
  'everyEpochs',
  'factor',
  'steps',
  'warmupShare',
  'initialFactor',
  'finalFactor',
])

/**
 * In what a configuration differs from another, in words: learning rate 0.1 → 0.01. That another optimizer has numbers
 * of its own is not said.
 */
export function configChanges(before: RunConfig, after: RunConfig): string[] {
  const old = configFields(before)
  return configFields(after).flatMap(({ name, value }, i) => {
    const was = old[i]!.value
    if (value === was || (ofOneKind.has(name) && (was === absent || value === absent))) return []
    return [`${name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)} ${was} → ${value}`]
  })
}
