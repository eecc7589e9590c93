import { describe, expect, it } from 'vitest'
import { setsBySeed, setsOf } from '#app/components/compare/run-sets.ts'
import { duration, listed, speedConclusion } from '#app/components/compare/speed-conclusion.ts'
import { accuraciesFor, leastMean, timedSets } from '#app/components/compare/time-to-accuracy.ts'
import type { Reached } from '#lib/contracts/time-to-accuracy.ts'
import { type ComparedPart, layersOf, makeCompared } from '../../helpers/compared.ts'

describe('the accuracies to look at', () => {
  it.each([
    [0.98, 0.1, [0.9, 0.95, 0.97, 0.98]],
    [0.961, 0.1, [0.9, 0.95, 0.97]],
    [0.94, 0.5, [0.7, 0.8, 0.9, 0.95]],
    [0.62, 0.5, [0.6, 0.7]],
    [0.11, 0.1, [0.2]],
    [0.001, 0.001, [0.02]],
  ])('of a best of %f where guessing comes to %f', (best, chance, accuracies) => {
    expect(accuraciesFor(best, chance)).toEqual(accuracies)
  })
})

const accuracies = [0.9, 0.97]
const names = ['gelu', 'relu', 'tanh', 'sigmoid'] as const
/** [step, seconds] to each of the accuracies, null where never. */
type Times = readonly ([number, number | null] | null)[]

function timed(times: readonly Times[], parts: readonly ComparedPart[], bySeed = false) {
  const runs = makeCompared(parts)
  const answers: Record<string, Reached[]> = {}
  for (const [i, { run }] of runs.entries()) {
    answers[run.id] = accuracies.map((accuracy, k) => ({
      accuracy,
      step: times[i]![k]?.[0] ?? null,
      seconds: times[i]![k]?.[1] ?? null,
    }))
  }
  return timedSets(bySeed ? setsBySeed(runs) : setsOf(runs, null), accuracies, answers)
}

const named = (run: object = {}): ComparedPart[] => names.map((name) => ({ run: { name, ...run } }))
const lesson: readonly Times[] = [
  [
    [400, 2],
    [800, 4],
  ],
  [
    [500, 1.5],
    [900, 2.5],
  ],
  [
    [700, 2],
    [1600, 5],
  ],
  [[9000, 30], null],
]

describe('time to accuracy', () => {
  it('says who is quickest in steps and in seconds, by how much, and who never got there', () => {
    expect(speedConclusion(timed(lesson, named()), accuracies)).toBe(
      'To 97 %, gelu needs the fewest steps, relu the fewest seconds: 2.5 s, 2.0 times as fast as tanh with 5.0 s. sigmoid never reached it.',
    )
  })

  it('tells “never” and “not yet” apart', () => {
    expect(speedConclusion(timed(lesson, named({ state: 'running' })), accuracies)).toMatch(
      /sigmoid has not reached it yet\.$/,
    )
  })

  it('looks at the highest accuracy that two reach, and says where one is quickest in both', () => {
    const times: Times[] = [
      [
        [400, 2],
        [800, 4],
      ],
      [[500, 3], null],
    ]
    const both = timed(times, named().slice(0, 2))
    expect(speedConclusion(both, accuracies)).toBe(
      'To 90 %, gelu needs the fewest steps and the fewest seconds: 2.0 s, 1.5 times as fast as relu with 3.0 s.',
    )
    expect(speedConclusion(both.slice(0, 1), accuracies)).toBeNull()
  })

  it('names all who are as quick', () => {
    const times: Times[] = [
      [[500, 2], null],
      [[500, 1], null],
      [[900, 3], null],
      [null, null],
    ]
    expect(speedConclusion(timed(times, named()), accuracies)).toBe(
      'To 90 %, gelu and relu need the fewest steps, relu the fewest seconds: 1.0 s, 3.0 times as fast as tanh with 3.0 s. sigmoid never reached it.',
    )
    const same = timed(times.slice(0, 2), named().slice(0, 2))
    expect(speedConclusion(same, accuracies)).toContain(
      'all need the same number of steps, relu the fewest seconds',
    )
    expect(leastMean(same, 0, 'steps')).toBeNull()
  })

  it('speaks of steps alone where no times were recorded', () => {
    const times: Times[] = [
      [[1400, null], null],
      [[500, 3], null],
    ]
    expect(speedConclusion(timed(times, named().slice(0, 2)), accuracies)).toBe(
      'To 90 %, relu needs the fewest steps: 500; gelu needs 1,400.',
    )
  })

  it('is the mean of a set with its spread, and says how many of its seeds got there', () => {
    const seeds = [layersOf('relu'), layersOf('relu'), layersOf('tanh'), layersOf('tanh')].map((request) => ({
      request,
    }))
    const sets = timed(
      [
        [
          [400, 2],
          [800, 4],
        ],
        [[600, 4], null],
        [[900, 5], null],
        [[900, 5], null],
      ],
      seeds,
      true,
    )
    expect(sets[0]!.timings).toEqual([
      {
        reached: 2,
        of: 2,
        open: false,
        steps: { n: 2, mean: 500, std: Math.sqrt(20_000) },
        seconds: { n: 2, mean: 3, std: Math.SQRT2 },
      },
      {
        reached: 1,
        of: 2,
        open: false,
        steps: { n: 1, mean: 800, std: null },
        seconds: { n: 1, mean: 4, std: null },
      },
    ])
    expect(leastMean(sets, 0, 'steps')).toBe(500)
    // One seed of two is no time of the set.
    expect(leastMean(sets, 1, 'steps')).toBeNull()
    expect(speedConclusion(sets, accuracies)).toContain('To 90 %, relu')
  })

  it('knows nothing before the server has answered', () => {
    const [set] = timedSets(setsOf(makeCompared([{}]), null), accuracies, null)
    expect(set!.timings[0]).toEqual({ reached: 0, of: 1, open: false, steps: null, seconds: null })
  })
})

it.each([
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c', 'd'], 'a, b, c and d'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 others'],
])('names %j in a row', (list, words) => {
  expect(listed(list)).toBe(words)
})

it.each([
  [0.214, '0.21 s'],
  [3.44, '3.4 s'],
  [48.2, '48 s'],
  [124, '2:04 min'],
  [119.7, '2:00 min'],
  [7200, '2:00:00 h'],
])('%f seconds read as %s', (seconds, words) => {
  expect(duration(seconds)).toBe(words)
})
