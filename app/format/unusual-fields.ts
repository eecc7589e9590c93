import { type RunConfig, runRequestSchema } from '#lib/contracts/run.ts'
import { type ConfigField, configFields } from './config-fields.ts'

/** One setting of a run beside what it would be if nobody had said anything. */
export interface ComparedField extends ConfigField {
  usual: string
  unusual: boolean
}

/**
 * Every field of a configuration beside its default. The numbers of an optimizer or a schedule are compared with the
 * defaults of that kind, its name with that of the usual one; layers with those of the usual network.
 */
export function comparedFields(config: RunConfig): ComparedField[] {
  const { dataset, optimizer, schedule } = config
  const kinds = { optimizer: { name: optimizer.name }, schedule: { name: schedule.name } }
  const alike = runRequestSchema.parse({ dataset, ...kinds })
  const plain = runRequestSchema.parse({ dataset })
  const usualOf = new Map(configFields(alike).map(({ name, value }) => [name, value]))
  for (const name of ['optimizer', 'schedule']) {
    usualOf.set(name, configFields(plain).find((field) => field.name === name)!.value)
  }
  return configFields(config).map(({ name, value }) => {
    const usual = usualOf.get(name) ?? value
    return { name, value, usual, unusual: value !== usual }
  })
}
