import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Evaluation, evaluationSchema } from '#lib/contracts/evaluation.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { RunRequest } from '#lib/contracts/run.ts'
import { loadDataset } from '#lib/datasets/dataset.ts'
import { hiddenActivationNames, numericClasses } from '#lib/nn/names.ts'
import { evaluateNetwork } from '#workers/evaluation.ts'
import { tinyRun } from '../helpers/api.ts'
import { trainAndLoad } from './looked-at.ts'
import { firstOf, type Recorded } from './recorded-training.ts'
import { variedRuns } from './varied-runs.ts'

const spirals = await loadDataset('two_spirals')

/** What the run recorded of the held-out split at its end. */
function lastFigures({ points }: Recorded) {
  const { values } = points.findLast((point) => 'val/loss' in point.values)!
  return { accuracy: values['val/accuracy'], loss: encodeValue(values['val/loss']!) }
}

function assertAgrees(evaluation: Evaluation, recorded: Recorded): void {
  const { accuracy, loss } = evaluation
  expect({ accuracy, loss }).toEqual(lastFigures(recorded))
  expect(evaluationSchema.parse(evaluation)).toEqual(evaluation)
}

function assertCounts({
  confusion,
  confused,
  undecided,
  perClass,
  samples,
  accuracy,
  mistakes,
}: Evaluation): void {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)
  expect(total(confusion!.flat()) + undecided).toBe(samples)
  expect(total(confusion!.map((row, label) => row[label]!)) / samples).toBe(accuracy)
  expect(total(perClass.map(({ support }) => support))).toBe(samples)
  for (const [label, { precision, recall, support }] of perClass.entries()) {
    const predicted = total(confusion!.map((row) => row[label]!))
    expect(precision).toBe(predicted === 0 ? null : confusion![label]![label]! / predicted)
    expect(recall).toBe(support === 0 ? null : confusion![label]![label]! / support)
  }
  const wrong = samples - accuracy * samples - undecided
  expect(total(confused.map(({ count }) => count))).toBeCloseTo(wrong, 6)
  expect(mistakes).toHaveLength(Math.min(24, Math.round(wrong)))
}

const layer = fc.record(
  {
    units: fc.integer({ min: 1, max: 20 }),
    activation: fc.constantFrom(...hiddenActivationNames),
    dropout: fc.constantFrom(0.1, 0.5),
    normalization: fc.constantFrom('batch' as const, 'layer' as const),
  },
  { requiredKeys: ['units', 'activation'] },
)
const output = fc.constantFrom(
  undefined,
  { activation: 'softmax', loss: 'cross_entropy', temperature: 2, labelSmoothing: 0.1 } as const,
  { activation: 'linear', loss: 'mean_squared_error' } as const,
  { activation: 'sigmoid', loss: 'huber', delta: 0.3 } as const,
)
const kinds = fc.record({
  numericClass: fc.constantFrom(...numericClasses),
  hidden: fc.array(layer, { maxLength: 4 }),
  output,
  batchSize: fc.constantFrom(37, 50, 128, 700),
  optimizer: fc.constantFrom(
    { name: 'sgd', learningRate: 0.05 } as const,
    { name: 'adam', learningRate: 0.01, clipNorm: 1 } as const,
  ),
})

describe('an evaluation', () => {
  it('comes to the figures that the run recorded, bit for bit, whatever the network', async () => {
    const small = { train: firstOf(spirals.train, 700), val: spirals.val }
    await fc.assert(
      fc.asyncProperty(kinds, async ({ numericClass, hidden, output, batchSize, optimizer }) => {
        const network = { hidden, ...(output ? { output } : {}) }
        const request: RunRequest = { ...tinyRun, network, batchSize, optimizer, epochs: 1 }
        const { recorded, ...loaded } = await trainAndLoad(request, { numericClass, data: small })
        fc.pre(recorded.ending.state === 'completed')
        const evaluation = evaluateNetwork(loaded, small.val)
        assertAgrees(evaluation, recorded)
        assertCounts(evaluation)
      }),
      { numRuns: 40, seed: 5 },
    )
  })

  it.each(Object.entries(variedRuns))('does so after a training with %s', async (_, request) => {
    const { recorded, ...loaded } = await trainAndLoad(request)
    assertAgrees(evaluateNetwork(loaded, spirals.val), recorded)
  })

  it('does so on digits, most of whose pixels are zero', async () => {
    const { train, val } = await loadDataset('mnist')
    const data = { train: firstOf(train, 2000), val: firstOf(val, 500) }
    const request: RunRequest = { dataset: 'mnist', epochs: 1 }
    const { recorded, ...loaded } = await trainAndLoad(request, { data })
    const evaluation = evaluateNetwork(loaded, data.val)
    assertAgrees(evaluation, recorded)
    assertCounts(evaluation)
    const { mistakes, units, edges } = evaluation
    for (const { index, label, predicted, confidence, probabilities } of mistakes) {
      expect(label).toBe(data.val.labels[index])
      expect(predicted).not.toBe(label)
      expect(probabilities![predicted]).toBe(confidence)
      expect(Math.max(...probabilities!.map(Number))).toBe(confidence)
    }
    const sure = mistakes.map(({ confidence }) => Number(confidence))
    expect(sure).toEqual(sure.toSorted((a, b) => b - a))
    expect(units.map(({ layer, mean }) => [layer, mean.length])).toEqual([
      ['hidden_1', 128],
      ['hidden_2', 64],
      ['output', 10],
    ])
    expect(edges.map(({ from, to, weights }) => [from, to, weights.length])).toEqual([
      ['input', 'hidden_1', 200],
      ['hidden_1', 'hidden_2', 200],
      ['hidden_2', 'output', 200],
    ])
  })

  it('of a thousand classes lists the worst confusions instead of a matrix', async () => {
    const { train, val } = await loadDataset('thousand_clusters')
    const data = { train: firstOf(train, 4000), val: firstOf(val, 2000) }
    const request: RunRequest = { dataset: 'thousand_clusters', epochs: 1 }
    const { recorded, ...loaded } = await trainAndLoad(request, { data })
    const evaluation = evaluateNetwork(loaded, data.val)
    assertAgrees(evaluation, recorded)
    expect(evaluation.confusion).toBeNull()
    expect(evaluation.confused).toHaveLength(50)
    expect(evaluation.mistakes).toHaveLength(24)
    expect(evaluation.mistakes[0]!.probabilities).toBeNull()
    expect(evaluation.perClass).toHaveLength(1000)
  })

  it('tells units that none of the samples brings to life, as the diagnostics count them', async () => {
    const request: RunRequest = {
      ...tinyRun,
      network: { hidden: [{ units: 24, activation: 'relu' }] },
      optimizer: { learningRate: 6 },
    }
    // Where both splits are one, both count the same.
    const data = { train: spirals.val, val: spirals.val }
    const { recorded, ...loaded } = await trainAndLoad(request, { data })
    const { units } = evaluateNetwork(loaded, data.val)
    const recordedDead = recorded.points.findLast((point) => 'dead_units/hidden_1' in point.values)!.values
    for (const { layer, dead, activeShare, mean } of units) {
      expect(dead.filter(Boolean).length / dead.length).toBe(recordedDead[`dead_units/${layer}`])
      expect(activeShare.map((share) => share === 0)).toEqual(dead)
      if (layer === 'hidden_1') expect(mean.map((value) => value === 0)).toEqual(dead)
    }
    expect(units[0]!.dead).toContain(true)
    expect(units[0]!.dead).toContain(false)
  })

  it('draws units evenly, and of the weights between them the strongest', async () => {
    const hidden = [
      { units: 47, activation: 'tanh' as const },
      { units: 24, activation: 'tanh' as const },
    ]
    const { recorded: _, ...loaded } = await trainAndLoad({ ...tinyRun, network: { hidden }, epochs: 1 })
    const [first, second, last] = evaluateNetwork(loaded, spirals.val).edges
    expect(first).toMatchObject({ from: 'input', to: 'hidden_1', fromUnits: [0, 1] })
    expect(first!.toUnits).toEqual(Array.from({ length: 24 }, (_, i) => 2 * i))
    expect(second!.fromUnits).toEqual(first!.toUnits)
    expect([first!.weights.length, last!.weights.length]).toEqual([48, 24])
    const all = loaded.inspector.get('hidden_2/weights')
    const sizes = second!.fromUnits
      .flatMap((from) => second!.toUnits.map((to) => Math.abs(all[24 * from + to]!)))
      .sort((a, b) => b - a)
    expect(second!.weights.map(({ weight }) => Math.abs(Number(weight)))).toEqual(sizes.slice(0, 200))
    for (const { from, to, weight } of second!.weights) expect(weight).toBe(all[24 * from + to])
  })

  it('says so where outputs are no numbers', async () => {
    const { inspector, ...loaded } = await trainAndLoad(tinyRun)
    inspector.set('output/biases', Float32Array.of(Number.NaN))
    const evaluation = evaluateNetwork({ ...loaded, inspector }, spirals.val)
    expect(evaluationSchema.parse(evaluation)).toEqual(evaluation)
    expect(evaluation).toMatchObject({ loss: 'NaN', accuracy: 0, undecided: 500, mistakes: [], confused: [] })
    expect(evaluation.perClass[0]).toEqual({ label: 0, precision: null, recall: 0, f1: null, support: 250 })
  })
})
