import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import type { ScheduleConfig } from '#lib/contracts/training-config.ts'
import { type ScheduleSpec, scheduleFactor } from '#lib/nn/schedules.ts'

const seed = { seed: 3, numRuns: 300 }
const oneCycle = { name: 'one_cycle', warmupShare: 0.3, initialFactor: 0.04, finalFactor: 1e-4 } as const

/** The factors of all steps of a run. */
function factors(schedule: ScheduleSpec, steps: number, stepsPerEpoch: number): number[] {
  return Array.from({ length: steps }, (_, n) => scheduleFactor(schedule, n + 1, steps, stepsPerEpoch))
}

/** A step of a run, and a factor that a config may hold. */
const place = fc.integer({ min: 2, max: 5000 }).chain((steps) =>
  fc.record({
    steps: fc.constant(steps),
    step: fc.integer({ min: 1, max: steps }),
    stepsPerEpoch: fc.integer({ min: 1, max: steps }),
    factor: fc.double({ min: 1e-3, max: 1, noNaN: true }),
  }),
)

/** PyTorch's _annealing_cos. */
function annealed(start: number, end: number, share: number): number {
  return end + ((start - end) / 2) * (1 + Math.cos(Math.PI * share))
}

describe('scheduleFactor', () => {
  it('takes what a config may hold', () => {
    expectTypeOf<ScheduleConfig>().toEqualTypeOf<ScheduleSpec>()
  })

  it('stays at 1 where the schedule is constant', () => {
    expect(factors({ name: 'constant' }, 4, 2)).toEqual([1, 1, 1, 1])
  })

  it('falls after every so many epochs', () => {
    const schedule: ScheduleSpec = { name: 'step', everyEpochs: 2, factor: 0.5 }
    expect(factors(schedule, 14, 3)).toEqual([1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.25, 0.25])
  })

  it('falls smoothly by the factor of an epoch', () => {
    const schedule: ScheduleSpec = { name: 'exponential', factor: 0.0625 }
    expect(factors(schedule, 9, 4)).toEqual([1, 0.5, 0.25, 0.125, 0.0625, 2 ** -5, 2 ** -6, 2 ** -7, 2 ** -8])
  })

  it('follows half a cosine from 1 to the final factor', () => {
    const [first, ...rest] = factors({ name: 'cosine', finalFactor: 0.2 }, 5, 1)
    expect(first).toBe(1)
    // (1 + cos 45°) / 2 = 0.853553…, (1 + cos 135°) / 2 = 0.146446…
    const expected = [0.2 + 0.8 * 0.8535533905932737, 0.6, 0.2 + 0.8 * 0.14644660940672627, 0.2]
    for (const [i, value] of expected.entries()) expect(rest[i]).toBeCloseTo(value, 14)
    expect(rest.at(-1)).toBe(0.2)
  })

  it('warms up along a line and stays', () => {
    expect(factors({ name: 'warmup', steps: 4 }, 6, 3)).toEqual([0.25, 0.5, 0.75, 1, 1, 1])
    expect(factors({ name: 'warmup', steps: 4 }, 2, 2)).toEqual([0.25, 0.5])
  })

  it('goes once up and down as PyTorch does', () => {
    const values = factors(oneCycle, 10, 5)
    expect(values[0]).toBe(0.04)
    expect(values[1]).toBeCloseTo(0.52, 14)
    expect(values[2]).toBe(1)
    expect(values[9]).toBe(1e-4)
    for (let n = 2; n < 10; n++) expect(values[n]).toBeCloseTo(annealed(1, 1e-4, (n - 2) / 7), 14)
  })

  it('gives runs of a step or two a sensible learning rate', () => {
    expect(factors({ name: 'cosine', finalFactor: 0 }, 1, 1)).toEqual([1])
    expect(factors(oneCycle, 1, 1)).toEqual([1])
    expect(factors(oneCycle, 2, 2)).toEqual([1, 1e-4])
    expect(factors({ ...oneCycle, warmupShare: 0.99 }, 2, 2)).toEqual([0.04, expect.closeTo(1e-4, 14)])
  })

  it('agrees with the closed forms to 1e-12', () => {
    fc.assert(
      fc.property(place, ({ steps, step, stepsPerEpoch, factor }) => {
        const at = (schedule: ScheduleSpec) => scheduleFactor(schedule, step, steps, stepsPerEpoch)
        const n = step - 1
        const share = n / (steps - 1)
        const near = (value: number, expected: number) =>
          expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-12 * Math.max(expected, 1e-3))
        near(at({ name: 'exponential', factor }), factor ** (n / stepsPerEpoch))
        near(at({ name: 'step', everyEpochs: 3, factor }), factor ** Math.floor(n / (3 * stepsPerEpoch)))
        near(at({ name: 'cosine', finalFactor: factor }), annealed(1, factor, share))
        const up = Math.max(0, 0.3 * steps - 1)
        const expected = n < up ? annealed(factor, 1, n / up) : annealed(1, 1e-4, (n - up) / (steps - 1 - up))
        near(at({ ...oneCycle, initialFactor: factor }), expected)
      }),
      seed,
    )
  })

  it('is within 0 … 1 and never rises, but while it warms up', () => {
    fc.assert(
      fc.property(
        place,
        fc.constantFrom('step', 'exponential', 'cosine', 'warmup', 'one_cycle'),
        (p, name) => {
          const schedule = {
            step: { name: 'step', everyEpochs: 2, factor: p.factor },
            exponential: { name: 'exponential', factor: p.factor },
            cosine: { name: 'cosine', finalFactor: p.factor },
            warmup: { name: 'warmup', steps: p.step },
            one_cycle: { ...oneCycle, warmupShare: Math.min(0.99, Math.max(0.01, p.factor)) },
          } as const satisfies Record<string, ScheduleSpec>
          const values = factors(schedule[name], p.steps, p.stepsPerEpoch)
          const peak = values.indexOf(Math.max(...values))
          for (const [n, value] of values.entries()) {
            if (value < 0 || value > 1) expect.fail(`${value} at step ${n + 1}`)
            const risen = n > 0 ? value - values[n - 1]! : 0
            if (n <= peak ? risen < -1e-13 : risen > 1e-13) expect.fail(`turns at step ${n + 1}`)
          }
          if (name !== 'warmup' && name !== 'one_cycle') expect(peak).toBe(0)
        },
      ),
      { ...seed, numRuns: 60 },
    )
  })
})
