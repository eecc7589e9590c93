import { describe, expect, it } from 'vitest'
import { contestOf, contestWords, points } from '#app/components/compare/contest.ts'
import { duelScale } from '#app/components/compare/duel-scale.ts'
import { setsBySeed } from '#app/components/compare/run-sets.ts'
import { enoughSeeds, seedRequests } from '#app/components/compare/seed-requests.ts'
import { runRequestSchema } from '#lib/contracts/run.ts'
import { type ComparedPart, layersOf, makeCompared, seriesOf } from '../../helpers/compared.ts'

/** A finished run of an activation with its best accuracy in the middle. */
const ran = (activation: 'relu' | 'tanh' | 'sigmoid', best: number, run: object = {}): ComparedPart => ({
  request: layersOf(activation),
  run,
  series: { 'val/accuracy': seriesOf([0.1, best, best - 0.05]) },
})
const sets = (parts: readonly ComparedPart[]) => setsBySeed(makeCompared(parts))

describe('a contest of seeds', () => {
  it('tells a difference from chance, with its interval', () => {
    const contest = contestOf(
      sets([
        ...[0.971, 0.973, 0.972, 0.974, 0.97].map((best) => ran('relu', best)),
        ...[0.962, 0.966, 0.964, 0.963, 0.965].map((best) => ran('tanh', best)),
      ]),
    )!
    expect(contest.duels.map(({ real }) => real)).toEqual([true])
    // Student's: 2.306 at 8 degrees of freedom, √(2 · 0.00158² ÷ 5) = 0.001.
    expect(contestWords(contest)).toBe(
      'relu is better than tanh by 0.8 points (95 % interval 0.6 to 1.0, 5 seeds each).',
    )
  })

  it('says where it cannot be told, and of whom one seed says nothing', () => {
    const contest = contestOf(
      sets([
        ran('relu', 0.97),
        ran('relu', 0.95),
        ran('tanh', 0.96),
        ran('tanh', 0.955),
        ran('tanh', 0.95),
        ran('sigmoid', 0.9),
      ]),
    )!
    expect(contestWords(contest)).toMatch(
      /^Between relu and tanh it cannot be told: the 0\.5 points may be the seed \(95 % interval −\d+\.\d to \d+\.\d, 2 and 3 seeds\)\. Of sigmoid, one seed says nothing\.$/,
    )
  })

  it('leaves out runs that go on, and those that were never validated', () => {
    const going = sets([
      ran('relu', 0.97),
      ran('relu', 0.96, { state: 'running' }),
      ran('tanh', 0.9),
      { request: layersOf('tanh') },
    ])
    expect(contestOf(going)).toBeNull()
    expect(contestOf(sets([ran('relu', 0.97), ran('relu', 0.96)]))).toBeNull()
  })

  it('compares nothing across datasets', () => {
    const spirals = { ...ran('tanh', 0.8), request: { ...layersOf('tanh'), dataset: 'two_spirals' as const } }
    expect(contestOf(sets([ran('relu', 0.97), ran('relu', 0.96), spirals, spirals]))).toBeNull()
  })
})

it.each([
  [0.0081, '0.8'],
  [0.0003, '0.03'],
  [-0.021, '−2.1'],
  [0, '0.0'],
])('a difference of %f is %s points', (difference, words) => {
  expect(points(difference)).toBe(words)
})

describe('the scale of leads', () => {
  const interval = (low: number, high: number) => ({ difference: (low + high) / 2, low, high })

  it('shows the closest interval beside one that is far beyond', () => {
    const scale = duelScale([interval(-0.001, 0.012), interval(0.84, 0.86)])
    expect(scale(0.012) - scale(-0.001)).toBeGreaterThan(25)
    expect(scale(0.85)).toBe(100)
    expect(scale(0)).toBeGreaterThan(0)
  })

  it('holds all of them where they are close, and one that is a point', () => {
    const scale = duelScale([interval(0.002, 0.008), interval(0.004, 0.02)])
    expect(scale(0)).toBeLessThan(scale(0.002))
    expect(scale(0.02)).toBeLessThan(100)
    expect(duelScale([interval(0, 0)])(0)).toBeLessThan(50)
  })
})

describe('more seeds', () => {
  it('are as many as each configuration lacks, with seeds that it does not have, as the API takes them', () => {
    const { requests, repeated } = seedRequests(sets([ran('relu', 0.9), ran('relu', 0.9), ran('tanh', 0.9)]))
    expect(repeated.map(({ name }) => name)).toEqual(['relu', 'tanh'])
    expect(requests.map(({ seed }) => seed)).toEqual([3, 4, 5, 1, 2, 4, 5])
    for (const request of requests) expect(runRequestSchema.safeParse(request).error).toBeUndefined()
    expect(runRequestSchema.parse(requests[0]).network.hidden[0]?.activation).toBe('relu')
  })

  it('are none of forks, nor of sets that have enough', () => {
    const fork = { of: 'aaaaaaaaaaaaaaaa', step: 10 }
    const some = sets([
      ran('relu', 0.9, { fork: fork as never }),
      ...Array.from({ length: enoughSeeds }, () => ran('tanh', 0.9)),
    ])
    expect(seedRequests(some).requests).toEqual([])
  })
})
