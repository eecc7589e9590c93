import { absent, configFields } from '#app/format/config-fields.ts'
import type { Run } from '#lib/contracts/run.ts'

/** One setting in which runs differ: its value in each of them, in their order. */
export interface Difference {
  name: string
  values: string[]
}

/** The settings that are not the same in all runs, out of how many these runs have. */
export function differences(runs: readonly Run[]): { differing: Difference[]; fields: number } {
  const all = runs.map((run) => configFields(run.config))
  const names = all[0]?.map((field) => field.name) ?? []
  const differing = names.flatMap((name, i) => {
    const values = all.map((fields) => fields[i]!.value)
    return values.every((value) => value === values[0]) ? [] : [{ name, values }]
  })
  const held = names.filter((_, i) => all.some((fields) => fields[i]!.value !== absent))
  return { differing, fields: held.length }
}
