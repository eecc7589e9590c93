import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'
import { lossOf, respond } from '../../../lib/nn/losses.ts'
import type { OutputSpec } from '../../../lib/nn/spec.ts'
import { numbers, Workbench } from './workbench.ts'

const units = [1, 2, 3, 10, 17]

/** Every kind of output and loss that goes together, of several widths. */
const outputs: OutputSpec[] = [
  ...[2, 3, 10, 1000].flatMap((classes): OutputSpec[] => {
    const softmax = { units: classes, activation: 'softmax', loss: 'cross_entropy' } as const
    return [
      softmax,
      { ...softmax, labelSmoothing: 0.1 },
      { ...softmax, temperature: 2.5 },
      { ...softmax, temperature: 0.7, labelSmoothing: 0.3 },
    ]
  }),
  { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' },
  ...(['linear', 'sigmoid', 'softmax'] as const).flatMap((activation) =>
    units.flatMap((count): OutputSpec[] => {
      const output = { units: count, activation }
      return [
        { ...output, loss: 'mean_squared_error' },
        { ...output, loss: 'mean_absolute_error' },
        { ...output, loss: 'huber' },
        { ...output, loss: 'huber', delta: 0.3 },
      ]
    }),
  ),
  { units: 4, activation: 'softmax', loss: 'mean_squared_error', temperature: 3 },
  { units: 4, activation: 'softmax', loss: 'mean_absolute_error', temperature: 0.5 },
]

function titleOf({ activation, units: count, loss, ...rest }: OutputSpec): string {
  const parameters = Object.entries(rest).map(([name, value]) => `, ${name} ${value}`)
  return `${loss} of ${activation}(${count})${parameters.join('')}`
}

/** Losses and delta of the rows of logits. */
function lossesOf(
  variant: string,
  output: OutputSpec,
  logits: Float32Array,
  targets: number[],
  scale: number,
) {
  const bench = new Workbench(variant)
  const rows = targets.length
  const z = bench.matrix(rows, output.units, logits)
  const goals = bench.plain(Float32Array.from(targets))
  const [losses, delta] = [bench.room(rows), bench.roomForMatrix(rows, output.units)]
  bench.kernels.loss(output, rows, z, goals, scale, losses, delta)
  expect(bench.intact).toBe(true)
  expect(bench.padding(delta, rows, output.units, 'matrix')).toBe(0)
  return { losses: [...bench.read(losses, rows)], delta: bench.readMatrix(delta, rows, output.units) }
}

/** ∂loss/∂logit by central differences. */
function slopeOf(output: OutputSpec, logits: number[], target: number, unit: number): number {
  const h = 1e-5
  const at = (z: number) => lossOf(output, logits.with(unit, z), target)
  return (at(logits[unit]! + h) - at(logits[unit]! - h)) / (2 * h)
}

/** Targets as the output takes them: numbers for one linear unit, shares for one other, else classes. */
function targetsFor({ units: count, activation, loss }: OutputSpec, rows: number): number[] {
  if (count > 1) return Array.from({ length: rows }, (_, row) => (row * 7 + count - 1) % count)
  if (loss === 'binary_cross_entropy') return Array.from({ length: rows }, (_, row) => [0, 1, 0.25][row % 3]!)
  const reach = activation === 'linear' ? 3 : 1
  return [...numbers(99, rows)].map((x) => (activation === 'linear' ? x : Math.abs(x)) * reach)
}

describe.each(variants.map(({ name }) => name))('losses on %s', (variant) => {
  it.each(outputs.map((output) => ({ output, title: titleOf(output) })))('$title', ({ output }) => {
    const rows = output.units > 100 ? 3 : 9
    const logits = numbers(5, rows * output.units).map((x) => 6 * x)
    const targets = targetsFor(output, rows).map(Math.fround)
    const { losses, delta } = lossesOf(variant, output, logits, targets, 0.7)
    for (const [row, target] of targets.entries()) {
      const z = [...logits.subarray(row * output.units, (row + 1) * output.units)]
      const expected = lossOf(output, z, target)
      expect(Math.abs(losses[row]! - expected)).toBeLessThan(1e-6 * Math.max(1, expected))
      for (let unit = 0; unit < output.units; unit += output.units > 100 ? 37 : 1) {
        const slope = 0.7 * slopeOf(output, z, target, unit)
        expect(Math.abs(delta[row * output.units + unit]! - slope)).toBeLessThan(
          1e-6 * Math.max(1, Math.abs(slope)),
        )
      }
    }
  })

  it('a softmax has deltas that sum to zero, smoothed or not', () => {
    for (const labelSmoothing of [0, 0.4]) {
      const output = { units: 1000, activation: 'softmax', loss: 'cross_entropy', labelSmoothing } as const
      const { delta } = lossesOf(variant, output, numbers(3, 1000), [999], 1)
      expect(Math.abs(delta.reduce((sum, d) => sum + d, 0))).toBeLessThan(2e-5)
    }
  })

  describe('at logits of ±10,000', () => {
    const logits = Float32Array.of(1e4, -1e4, 1e4, -1e4)
    const softmax = { units: 2, activation: 'softmax', loss: 'cross_entropy' } as const

    it('cross-entropy has its exact limits', () => {
      expect(lossesOf(variant, softmax, logits, [0, 1], 1)).toEqual({
        losses: [0, 2e4],
        delta: [0, 0, 1, -1],
      })
      const warm = lossesOf(variant, { ...softmax, temperature: 2 }, logits, [0, 1], 1)
      expect(warm).toEqual({ losses: [0, 1e4], delta: [0, 0, 0.5, -0.5] })
      const smooth = lossesOf(variant, { ...softmax, labelSmoothing: 0.5 }, logits, [0, 1], 1)
      expect(smooth).toEqual({ losses: [5e3, 1.5e4], delta: [0.25, -0.25, 0.75, -0.75] })
    })

    it('binary cross-entropy has', () => {
      const output = { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' } as const
      const { losses, delta } = lossesOf(variant, output, logits, [0, 1, 1, 0], 1)
      expect(losses).toEqual([1e4, 1e4, 0, 0])
      expect(delta).toEqual([1, -1, 0, 0])
    })

    it('mean errors of bounded outputs have', () => {
      for (const activation of ['sigmoid', 'softmax'] as const) {
        for (const [loss, worst] of [
          ['mean_squared_error', 1],
          ['mean_absolute_error', 1],
          ['huber', 0.5],
        ] as const) {
          const { losses, delta } = lossesOf(variant, { units: 2, activation, loss }, logits, [0, 1], 1)
          expect(losses).toEqual([0, worst])
          expect(delta.map(Math.abs)).toEqual([0, 0, 0, 0])
        }
      }
    })

    it('a thousand classes stay finite', () => {
      const wide = numbers(4, 1000).map((x) => x * 1e4)
      const { losses, delta } = lossesOf(
        variant,
        { ...softmax, units: 1000, labelSmoothing: 0.1 },
        wide,
        [7],
        1,
      )
      expect(losses.every(Number.isFinite)).toBe(true)
      expect(delta.every(Number.isFinite)).toBe(true)
    })
  })

  it('lets NaN through to the loss and the delta of its own row', () => {
    for (const output of outputs.filter(({ units: count }) => count < 100)) {
      const logits = new Float32Array(2 * output.units)
      logits[output.units - 1] = Number.NaN
      const { losses, delta } = lossesOf(variant, output, logits, [0, 0], 1)
      expect(losses[0]).toBeNaN()
      expect(delta[output.units - 1]).toBeNaN()
      expect(losses[1]).not.toBeNaN()
      expect(delta.slice(output.units).some(Number.isNaN)).toBe(false)
    }
  })

  it('the logarithm in cross-entropy and the tail in binary cross-entropy are rounded almost correctly', () => {
    const relativeError = (actual: number, exact: number) => Math.abs(actual / exact - 1)
    for (const count of [2, 3, 10, 100, 1000]) {
      const output = { units: count, activation: 'softmax', loss: 'cross_entropy' } as const
      const { losses } = lossesOf(variant, output, new Float32Array(count), [0], 1)
      expect(relativeError(losses[0]!, Math.log(count))).toBeLessThan(2 ** -23)
    }
    const zs = Float32Array.from({ length: 2000 }, (_, i) => -i / 24)
    const output = { units: 1, activation: 'sigmoid', loss: 'binary_cross_entropy' } as const
    const { losses } = lossesOf(
      variant,
      output,
      zs,
      Array.from(zs, () => 0),
      1,
    )
    for (const [i, z] of zs.entries()) {
      expect(relativeError(losses[i]!, Math.log1p(Math.exp(z)))).toBeLessThan(2 ** -23)
    }
  })
})

describe.each(variants.map(({ name }) => name))('respond on %s', (variant) => {
  it.each(['linear', 'sigmoid', 'softmax'] as const)('is the %s output of every row', (activation) => {
    for (const count of [...units, 1000]) {
      for (const temperature of activation === 'softmax' ? [1, 2.5] : [1]) {
        const bench = new Workbench(variant)
        const logits = numbers(count, 3 * count).map((x) => 8 * x)
        const [z, p] = [bench.matrix(3, count, logits), bench.roomForMatrix(3, count)]
        bench.kernels.respond({ units: count, activation, loss: 'huber', temperature }, 3, z, p)
        expect(bench.intact).toBe(true)
        expect(bench.padding(p, 3, count, 'matrix')).toBe(0)
        const rows = [0, 1, 2].map((row) => [...logits.subarray(row * count, (row + 1) * count)])
        const expected = rows.flatMap((row) => respond({ activation, temperature }, row))
        for (const [i, value] of bench.readMatrix(p, 3, count).entries()) {
          expect(Math.abs(value - expected[i]!)).toBeLessThan(4e-7)
        }
      }
    }
  })
})

describe.each(variants.map(({ name }) => name))('countCorrect on %s', (variant) => {
  function count(classes: number, rows: number[][], targets: number[], threshold = 0): number {
    const bench = new Workbench(variant)
    const z = bench.matrix(rows.length, classes, Float32Array.from(rows.flat()))
    const goals = bench.plain(Float32Array.from(targets))
    return bench.kernels.countCorrect(rows.length, classes, z, goals, threshold)
  }

  it('counts the rows whose greatest logit is the class, of equals the first', () => {
    expect(
      count(
        3,
        [
          [1, 2, 3],
          [3, 2, 1],
          [1, 3, 2],
        ],
        [2, 0, 0],
      ),
    ).toBe(2)
    const tied = [
      [2, 2, 1],
      [2, 2, 1],
      [1, 2, 2],
      [0, 0, 0],
    ]
    expect(tied.map((row, i) => count(3, [row], [[0, 1, 1, 0][i]!]))).toEqual([1, 0, 1, 1])
    expect(
      count(
        2,
        [
          [-1, -1],
          [-Infinity, -Infinity],
        ],
        [0, 0],
      ),
    ).toBe(2)
  })

  it('takes a row with a NaN for wrong, wherever it is', () => {
    for (const at of [0, 3, 9]) {
      const row = Array.from({ length: 10 }, (_, unit) => (unit === at ? Number.NaN : -unit))
      for (let label = 0; label < 10; label++) expect(count(10, [row], [label])).toBe(0)
    }
    expect([0, 1].map((label) => count(1, [[Number.NaN]], [label]))).toEqual([0, 0])
  })

  it('compares one logit with the threshold, which itself is class 0', () => {
    expect(count(1, [[0.1], [-0.1], [0], [0]], [1, 0, 0, 1])).toBe(3)
    expect(count(1, [[0.6], [0.4], [0.5]], [1, 0, 0], 0.5)).toBe(3)
    expect(count(1, [[0.6]], [0.7], 0.5)).toBe(0)
  })

  it('finds each of a thousand classes', () => {
    for (const label of [0, 1, 3, 4, 511, 998, 999]) {
      const row = [...numbers(1, 1000)]
      row[label] = 2
      expect(count(1000, [row], [label])).toBe(1)
      expect(count(1000, [row], [(label + 1) % 1000])).toBe(0)
      // A tie with a later class changes nothing, one with an earlier does.
      if (label > 0) expect(count(1000, [row.with(label - 1, 2)], [label])).toBe(0)
      if (label < 999) expect(count(1000, [row.with(label + 1, 2)], [label])).toBe(1)
    }
  })
})
