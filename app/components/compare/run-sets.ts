import type { RunColour } from '#app/components/charts/run-colours.ts'
import { configFields } from '#app/format/config-fields.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { ComparedRun } from './compared-run.ts'

/** Runs that a comparison reads as one: a single run, or several that differ in nothing but the seed. */
export interface RunSet extends RunColour {
  id: string
  /** In what the set differs from the others, or the name of its only run. */
  name: string
  runs: readonly ComparedRun[]
}

/** Every run by itself. */
export function setsOfOne(runs: readonly ComparedRun[]): RunSet[] {
  return runs.map((compared) => ({ ...lookOf(compared), name: compared.run.name, runs: [compared] }))
}

/**
 * The runs by all that decides their result but the seed, in the order of the first of each. Forks and runs whose
 * learning rate was set on the way are like those with the same past alone.
 */
export function setsBySeed(runs: readonly ComparedRun[]): RunSet[] {
  const groups = [...Map.groupBy(runs, ({ run }) => kindOf(run)).values()]
  const names = differingValues(groups.map((group) => group[0]!.run))
  return groups.map((group, i) => {
    const unnamed = group.length === 1 ? group[0]!.run.name : 'all seeds'
    return { ...lookOf(group[0]!), name: names[i] || unnamed, runs: group }
  })
}

/** Whether somewhere several seeds of one configuration are compared. */
export function hasSeeds(runs: readonly ComparedRun[]): boolean {
  return new Set(runs.map(({ run }) => kindOf(run))).size < runs.length
}

const lookOf = ({ run, colour, dashed }: ComparedRun) => ({ id: run.id, colour, dashed })

const withoutSeed = (run: Run) => configFields(run.config).filter(({ name }) => name !== 'seed')

function kindOf(run: Run): string {
  const past = {
    fork: run.fork,
    learningRateChanges: run.learningRateChanges.map(({ id: _, ...set }) => set),
  }
  return JSON.stringify([withoutSeed(run), past])
}

/** Of each run the values in which they differ; those of two that differ in nothing written are told apart by name. */
function differingValues(runs: readonly Run[]): string[] {
  const all = runs.map(withoutSeed)
  const differing = (all[0] ?? []).flatMap((_, i) =>
    all.some((fields) => fields[i]!.value !== all[0]![i]!.value) ? [i] : [],
  )
  const words = all.map((fields) =>
    differing.map((i) => setting(fields[i]!.name, fields[i]!.value)).join(', '),
  )
  const unique = (each: string, i: number) => words.indexOf(each) === i
  return words.map((each, i) => {
    if (unique(each, i)) return each
    return each === '' ? runs[i]!.name : `${each} (${runs[i]!.name})`
  })
}

/** An activation, an optimizer or a dataset says by itself what it is: relu ×2, momentum 0.9. */
function setting(name: string, value: string): string {
  const plain = ['activation', 'dataset', 'optimizer', 'initializer', 'schedule', 'loss', 'output']
  return plain.includes(name) ? value.replace(/^(\S+) ×\d+$/, '$1') : `${name} ${value}`
}
