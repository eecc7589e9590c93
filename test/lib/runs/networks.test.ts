import { describe, expect, it } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import { createAnswers } from '#lib/runs/answers.ts'
import type { Evaluator, KeptCheckpoint, KeptNetwork } from '#lib/runs/network-ports.ts'
import { createNetworks } from '#lib/runs/networks.ts'
import { config } from '../../helpers/run-store.ts'

const runId = 'a'.repeat(16)
const keptAt = (step: number): KeptCheckpoint => ({
  step,
  epoch: 1,
  weights: `hash ${step}`,
  bytes: 4,
  numericClass: null,
})

interface Circumstances {
  /** Steps whose states are dropped before they are read. */
  dropped?: number[]
  run?: Partial<Run>
  ask?: Evaluator['ask']
}

/** Networks of one run, which takes a checkpoint a step, and each of which answers with its state. */
function networksOf({ dropped = [], run = {}, ask }: Circumstances = {}) {
  let step = 9
  const asked: KeptNetwork[] = []
  const networks = createNetworks({
    store: { find: async (id) => (id === runId ? ({ config, fork: null, ...run } as Run) : null) },
    checkpoints: {
      newestKept: async (_, upTo) => keptAt(upTo ?? ++step),
      firstKept: async () => 10,
      state: async (_, checkpoint) => {
        return dropped.includes(checkpoint.step) ? null : Uint8Array.of(checkpoint.step)
      },
    },
    evaluator: {
      ask:
        ask ??
        ((network, _, read) => {
          asked.push(network)
          return read()
        }),
    },
    answers: createAnswers({ bytes: 1000, questions: 4 }),
    numericClass: 'fma',
  })
  return { networks, asked }
}

describe('asking a network', () => {
  it('goes to the next checkpoint where one is dropped meanwhile, for all who asked', async () => {
    const { networks } = networksOf({ dropped: [10, 11] })
    const { network, bytes } = await networks.evaluation({ runId })
    expect([network.step, [...bytes!]]).toEqual([12, [12]])
    const fixed = networksOf({ dropped: [20] }).networks
    const both = [fixed.evaluation({ runId, step: 20 }), fixed.evaluation({ runId, step: 20 })]
    for (const answer of both) await expect(answer).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('asks nobody where the answer is there already', async () => {
    const { networks, asked } = networksOf()
    const { network, bytes } = await networks.model({ runId, step: 3, holds: ({ step }) => step === 3 })
    expect([network.weights, bytes]).toEqual(['hash 3', null])
    await networks.model({ runId, step: 3 })
    await networks.model({ runId, step: 3 })
    expect(asked).toHaveLength(1)
  })

  it('says that another version took the checkpoint', async () => {
    const { networks } = networksOf({ ask: async () => null })
    await expect(networks.model({ runId, step: 3 })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('reads the checkpoint that a fork began with as the run before took it', async () => {
    const before = { ...config, batchSize: 7 }
    const fork = { of: 'b'.repeat(16), step: 40, weights: 'hash 40', config: before }
    const { networks, asked } = networksOf({ run: { fork } })
    await networks.model({ runId, step: 40 })
    await networks.model({ runId, step: 41 })
    expect(asked.map(({ takenUnder }) => takenUnder)).toEqual([before, config])
    expect(asked[0]!.numericClass).toBe('fma')
  })
})

describe('what is predicted', () => {
  const digits = { ...config, dataset: 'mnist' as const }
  const blank = Array.from({ length: 784 }, () => 0)
  const predict = (wanted: object, run: Partial<Run> = { config: digits }) =>
    networksOf({ run }).networks.predict(
      { runId, step: 1 },
      { activations: false, inputs: undefined, samples: undefined, ...wanted },
    )

  it.each([
    ['a pixel that is no byte', { inputs: [blank, blank.with(5, 256)] }, 'inputs[1][5]'],
    ['half a pixel value', { inputs: [blank.with(783, 0.5)] }, 'inputs[0][783]'],
    ['too few pixels', { inputs: [blank.slice(1)] }, 'inputs[0]'],
    ['a sample that there is not', { samples: { split: 'train', indices: [60_000] } }, 'samples.indices[0]'],
  ])('is not %s', async (_, wanted, path) => {
    await expect(predict(wanted)).rejects.toMatchObject({ code: 'invalid_request', errors: [{ path }] })
  })

  it('is not with more activations than an answer may have', async () => {
    const hidden = [{ units: 4096, activation: 'relu' as const }]
    const run = { config: { ...digits, network: { ...digits.network, hidden } } }
    const of = (count: number) => ({ activations: true, inputs: Array.from({ length: count }, () => blank) })
    await expect(predict(of(123), run)).rejects.toMatchObject({ errors: [{ path: 'activations' }] })
    await expect(predict(of(122), run)).resolves.toBeDefined()
  })
})
