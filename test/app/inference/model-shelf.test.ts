import { describe, expect, it } from 'vitest'
import type { Model } from '#app/inference/model.ts'
import { type ModelPort, ModelShelf } from '#app/inference/model-shelf.ts'
import type { Tensors } from '#app/inference/safetensors.ts'
import { makeRun } from '../helpers/runs.ts'

const run = makeRun({ id: 'aaaaaaaaaaaaaaa1' })
const other = makeRun({ id: 'aaaaaaaaaaaaaaa2' })

/** A port whose answers a test gives, and a model that says which weights it was given. */
function makePort(size = 1) {
  const waiting = new Map<string, (outcome: Tensors | Error) => void>()
  const asked: string[] = []
  const loaded: string[] = []
  const port: ModelPort = {
    open: async () =>
      ({ load: (tensors) => loaded.push([...tensors.keys()][0]!) }) as Partial<Model> as Model,
    fetchWeights: (id, step, signal) =>
      new Promise((resolve, reject) => {
        asked.push(`${id} ${step}`)
        signal.addEventListener('abort', () => reject(signal.reason))
        waiting.set(`${id} ${step}`, (outcome) =>
          outcome instanceof Error ? reject(outcome) : resolve(outcome),
        )
      }),
  }
  const answer = async (id: string, step: number, failure?: Error) => {
    waiting.get(`${id} ${step}`)!(failure ?? new Map([[`${id} ${step}`, new Float32Array(size)]]))
    await settled()
  }
  return { port, asked, loaded, answer }
}
const settled = () => new Promise((resolve) => setTimeout(resolve))
const steps = (shelf: ModelShelf) => shelf.snapshot().map(({ ready }) => ready?.step ?? null)

describe('ModelShelf', () => {
  it('loads each run at its step, and keeps what is shown until the next is there', async () => {
    const { port, loaded, answer } = makePort()
    const shelf = new ModelShelf(port)
    let changes = 0
    shelf.subscribe(() => changes++)
    shelf.want([
      { run, step: 10 },
      { run: other, step: null },
    ])
    expect(steps(shelf)).toEqual([null, null])
    await answer(run.id, 10)
    expect(steps(shelf)).toEqual([10, null])
    const before = changes
    shelf.want([
      { run, step: 20 },
      { run: other, step: null },
    ])
    expect([steps(shelf), changes]).toEqual([[10, null], before])
    await answer(run.id, 20)
    expect(steps(shelf)).toEqual([20, null])
    expect(loaded).toEqual([`${run.id} 10`, `${run.id} 20`])
  })

  it('drops an older question once a newer one is asked', async () => {
    const { port, loaded, answer } = makePort()
    const shelf = new ModelShelf(port)
    shelf.want([{ run, step: 10 }])
    shelf.want([{ run, step: 20 }])
    await answer(run.id, 20)
    await answer(run.id, 10)
    expect(steps(shelf)).toEqual([20])
    expect(loaded).toEqual([`${run.id} 20`])
  })

  it('does not ask again for weights that it holds, and for those that were dropped', async () => {
    const { port, asked, answer } = makePort(2 ** 23)
    const shelf = new ModelShelf(port)
    for (const step of [1, 2]) {
      shelf.want([{ run, step }])
      await answer(run.id, step)
    }
    shelf.want([{ run, step: 1 }])
    await settled()
    expect([steps(shelf), asked.length]).toEqual([[1], 2])
    // A third does not fit beside them: the one that was used longest ago goes.
    shelf.want([{ run, step: 3 }])
    await answer(run.id, 3)
    shelf.want([{ run, step: 1 }])
    await settled()
    expect(asked.length).toBe(3)
    shelf.want([{ run, step: 2 }])
    expect(asked.at(-1)).toBe(`${run.id} 2`)
  })

  it('says what failed, keeps what was shown, and asks again when told to', async () => {
    const { port, asked, answer } = makePort()
    const shelf = new ModelShelf(port)
    shelf.want([{ run, step: 10 }])
    await answer(run.id, 10)
    shelf.want([{ run, step: 20 }])
    await answer(run.id, 20, new Error('gone'))
    expect(shelf.snapshot()[0]).toMatchObject({ ready: { step: 10 }, failure: 'gone' })
    shelf.want([{ run, step: 20 }])
    expect(asked.length).toBe(2)
    shelf.retry()
    await answer(run.id, 20)
    expect(shelf.snapshot()[0]).toMatchObject({ ready: { step: 20 }, failure: null })
  })

  it('can go on after it was closed', async () => {
    const { port, answer } = makePort()
    const shelf = new ModelShelf(port)
    shelf.want([{ run, step: 10 }])
    shelf.close()
    await settled()
    expect(steps(shelf)).toEqual([null])
    shelf.want([{ run, step: 10 }])
    await answer(run.id, 10)
    expect(steps(shelf)).toEqual([10])
  })
})
