import { afterAll, describe, expect, it } from 'vitest'
import { evaluationSchema } from '#lib/contracts/evaluation.ts'
import type { KeptNetwork, Question } from '#lib/runs/network-ports.ts'
import { createDatasets } from '#workers/datasets.ts'
import { createEvaluator } from '#workers/evaluator.ts'
import { tinyRun } from '../helpers/api.ts'
import { load, readSafetensors } from './looked-at.ts'
import { record } from './recorded-training.ts'

const evaluator = createEvaluator(createDatasets(), (error) => {
  throw error
})
afterAll(() => evaluator.close())

const { checkpoints } = await record(tinyRun)
const [first, second] = checkpoints.map((checkpoint) => ({
  network: load(tinyRun, checkpoint).network,
  state: checkpoint.state,
})) as [Kept, Kept]

interface Kept {
  network: KeptNetwork
  state: Uint8Array
}

/** Asks, and tells how often the state was read for it. */
async function ask({ network, state }: Kept, question: Question) {
  let reads = 0
  const bytes = await evaluator.ask(network, question, async () => {
    reads++
    return new Uint8Array(state)
  })
  return { bytes, reads }
}

const parse = ({ bytes }: { bytes: Uint8Array | null }) => JSON.parse(new TextDecoder().decode(bytes!))

describe('the evaluator', () => {
  it('answers questions at once one after the other, and keeps the network from one to the next', async () => {
    const [evaluated, file, other] = await Promise.all([
      ask(first, { kind: 'evaluation' }),
      ask(first, { kind: 'model' }),
      ask(second, { kind: 'evaluation' }),
    ])
    expect([evaluated.reads, file.reads, other.reads]).toEqual([1, 0, 1])
    expect(evaluationSchema.parse(parse(evaluated))).toMatchObject({
      step: 40,
      weights: first.network.weights,
    })
    expect(parse(other)).toMatchObject({ step: 80, weights: second.network.weights })
    expect(readSafetensors(file.bytes!).metadata).toMatchObject({ step: '40' })
  })

  it('does not read what another version wrote', async () => {
    const state = Uint8Array.from(second.state)
    const [at] = [new TextDecoder().decode(state).indexOf('actoscope checkpoint')]
    state.set(new TextEncoder().encode('actoscope checkpoint 0'), at)
    await ask(first, { kind: 'model' })
    expect((await ask({ ...second, state }, { kind: 'evaluation' })).bytes).toBeNull()
  })

  it('goes on after a question that failed', async () => {
    const broken = { network: { ...first.network, weights: 'another' }, state: new Uint8Array(64) }
    await expect(ask(broken, { kind: 'model' })).rejects.toThrow()
    const refuse = evaluator.ask({ ...first.network, runId: 'b'.repeat(16) }, { kind: 'model' }, async () => {
      throw new Error('no such state')
    })
    await expect(refuse).rejects.toThrow('no such state')
    expect((await ask(first, { kind: 'model' })).bytes).not.toBeNull()
  })
})
