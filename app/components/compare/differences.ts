import { absent, type ConfigField, configFields } from '#app/format/config-fields.ts'
import { count, setting } from '#app/format/numbers.ts'
import type { Run } from '#lib/contracts/run.ts'

/** One setting in which runs differ: its value in each of them, in their order. */
export interface Difference {
  name: string
  values: string[]
}

/** The settings that are not the same in all runs, out of how many these runs have. */
export function differences(runs: readonly Run[]): { differing: Difference[]; fields: number } {
  const all = runs.map(fieldsOf)
  const names = all[0]?.map((field) => field.name) ?? []
  const differing = names.flatMap((name, i) => {
    const values = all.map((fields) => fields[i]!.value)
    return values.every((value) => value === values[0]) ? [] : [{ name, values }]
  })
  const held = names.filter((_, i) => all.some((fields) => fields[i]!.value !== absent))
  return { differing, fields: held.length }
}

/** All that decides a run's result: its configuration, where it began, and what was set on the way. */
function fieldsOf({ config, fork, learningRateChanges }: Run): ConfigField[] {
  const set = learningRateChanges.flatMap(({ step, learningRate }) =>
    step === null ? [] : [`${setting(learningRate)} from step ${count(step)}`],
  )
  return [
    ...configFields(config),
    { name: 'forkOf', value: fork ? fork.of : absent },
    { name: 'forkStep', value: fork && fork.step !== null ? count(fork.step) : absent },
    { name: 'setOnTheWay', value: set.length > 0 ? set.join(', ') : absent },
  ]
}
