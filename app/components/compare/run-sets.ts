import { type RunColour, resolveColours } from '#app/components/charts/run-colours.ts'
import { configFields } from '#app/format/config-fields.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { ComparedRun } from './compared-run.ts'
import { allButSeed, groupRuns } from './groups.ts'

/** Runs that a comparison reads as one: a single run, or several that differ in nothing but the seed. */
export interface RunSet extends RunColour {
  id: string
  /** In what the set differs from the others, or the name of its only run. */
  name: string
  runs: readonly ComparedRun[]
}

/** Runs as they are read together: by a field of the configuration, by all but the seed, or each by itself (null). */
export function setsOf(runs: readonly ComparedRun[], groupBy: string | null): RunSet[] {
  if (groupBy === null) {
    return runs.map((compared) => ({ ...lookOf(compared), name: compared.run.name, runs: [compared] }))
  }
  if (groupBy === allButSeed) return setsBySeed(runs)
  const rows = runs.map(({ run }) => run)
  const groups = groupRuns(rows, groupBy)
  return coloured(
    groups.map(({ members }) => members.map((i) => runs[i]!)),
    groups.map(({ label }) => label),
  )
}

/**
 * The runs by all that decides their result but the seed, in the order of the first of each. Forks and runs whose
 * learning rate was set on the way are like those with the same past alone.
 */
export function setsBySeed(runs: readonly ComparedRun[]): RunSet[] {
  const groups = [...Map.groupBy(runs, ({ run }) => kindOf(run)).values()]
  const names = differingValues(groups.map((group) => group[0]!.run))
  return coloured(
    groups,
    groups.map((group, i) => {
      const only = group.length === 1 ? group[0]!.run.name : null
      const named = names[i] !== '' && (only === null || names[i]!.length <= mostLetters)
      return named ? names[i]! : (only ?? 'all seeds')
    }),
  )
}

/** A single run has its own name where what it differs in would take more than this. */
const mostLetters = 40

/** Groups in the colours in which the charts draw them; those of single runs in theirs. */
function coloured(groups: readonly (readonly ComparedRun[])[], names: readonly string[]): RunSet[] {
  const colours = resolveColours(groups.map((group) => group[0]!.run.id))
  const single = groups.every((group) => group.length === 1)
  return groups.map((group, i) => ({
    ...lookOf(group[0]!),
    ...(single ? {} : colours[i]!),
    name: names[i]!,
    runs: group,
  }))
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

/**
 * Of each run as few of the values in which they differ as tell them apart, its activations first; empty where they
 * differ in nothing written. Two that are alike in all of that are told apart by name.
 */
function differingValues(runs: readonly Run[]): string[] {
  const all = runs.map((run) => withoutSeed(run).toSorted((a, b) => rank(a) - rank(b)))
  let names = runs.map(() => '')
  for (const [i, { name }] of (all[0] ?? []).entries()) {
    const values = all.map((fields) => fields[i]!.value)
    const [long, short] = [values, values.map(withoutRepeats)].map((words) => added(names, name, words))
    const next = distinct(short!) === distinct(long!) ? short! : long!
    if (distinct(next) > distinct(names)) names = next
  }
  return names.map((each, i) => {
    if (names.indexOf(each) === i) return each
    return each === '' ? runs[i]!.name : `${each} (${runs[i]!.name})`
  })
}

const rank = ({ name }: { name: string }): number => (name === 'activation' ? 0 : 1)
const distinct = (names: readonly string[]): number => new Set(names).size
/** relu ×6 as relu. */
const withoutRepeats = (value: string): string => value.replace(/^(\S+) ×\d+$/, '$1')

/** Values that say by themselves what they are of. */
const plain = ['activation', 'dataset', 'optimizer', 'initializer', 'schedule', 'loss', 'output']

function added(names: readonly string[], field: string, values: readonly string[]): string[] {
  return names.map((name, i) => {
    const words = plain.includes(field) ? values[i]! : `${field} ${values[i]}`
    return name === '' ? words : `${name}, ${words}`
  })
}
