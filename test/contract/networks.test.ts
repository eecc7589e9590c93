import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CheckpointList } from '#lib/contracts/checkpoint.ts'
import type { DatasetList, SampleList } from '#lib/contracts/dataset.ts'
import { type Evaluation, evaluationSchema } from '#lib/contracts/evaluation.ts'
import { type Prediction, predictionSchema } from '#lib/contracts/prediction.ts'
import type { Run } from '#lib/contracts/run.ts'
import { call, createRun, endlessRun, getMetrics, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { startFreshServer } from '../helpers/server.ts'
import { readSafetensors } from '../workers/looked-at.ts'

let server: Awaited<ReturnType<typeof startFreshServer>>
let url: string
let run: Run
/** Steps of the run's checkpoints, and the hashes of their weights. */
let checkpoints: CheckpointList['items']

beforeAll(async () => {
  server = await startFreshServer({ WORKERS: '1' })
  url = server.url
  run = await waitForRun(url, (await createRun(url, tinyRun)).id, hasEnded)
  checkpoints = (await call<CheckpointList>(url, 'GET', `/runs/${run.id}/checkpoints`)).body.items
})
afterAll(() => server.dispose())

const readModel = async (query = '', headers: Record<string, string> = {}) => {
  const response = await fetch(`${url}/api/v1/runs/${run.id}/model${query}`, { headers })
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) }
}
const evaluate = (query = '', id = run.id) => call<Evaluation>(url, 'GET', `/runs/${id}/evaluation${query}`)
const predict = (body: unknown, id = run.id) => call<Prediction>(url, 'POST', `/runs/${id}/predict`, body)

/** The recorded value of a metric at a step. */
async function recorded(key: string, step: number) {
  const { steps, values } = (await getMetrics(url, run.id)).series[key]!
  return values[steps.indexOf(step)]
}

describe('the model file', () => {
  it('holds the weights of every checkpoint, by their hash', async () => {
    for (const { step, weights } of checkpoints) {
      const { response, bytes } = await readModel(`?step=${step}`)
      expect(response.status).toBe(200)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${run.id}-step-${step}.safetensors"`,
        'actoscope-step': String(step),
        'cache-control': 'private, max-age=31536000, immutable',
        etag: `"${weights}-${step}"`,
      })
      const { tensors, metadata, start } = readSafetensors(bytes)
      expect(createHash('sha256').update(bytes.subarray(start)).digest('hex')).toBe(weights)
      expect(Object.keys(tensors)).toEqual([
        'hidden_1.weight',
        'hidden_1.bias',
        'output.weight',
        'output.bias',
      ])
      expect(metadata).toMatchObject({ run: run.id, step: String(step), weights })
    }
  })

  it('without a step is of the newest checkpoint, and is not sent again to who has it', async () => {
    const { response } = await readModel()
    const etag = `"${run.receipt!.weights}-200"`
    expect(response.headers.get('etag')).toBe(etag)
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    const again = await readModel('', { 'if-none-match': `"another", W/${etag}` })
    expect(again.response.status).toBe(304)
    expect(again.bytes).toHaveLength(0)
    expect((await readModel('', { 'if-none-match': '"another"' })).response.status).toBe(200)
  })

  it('between two checkpoints is of the one before', async () => {
    const { response } = await readModel('?step=119')
    expect(response.headers.get('actoscope-step')).toBe('80')
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
  })

  it('is not there before the first checkpoint', async () => {
    expect((await call(url, 'GET', `/runs/${run.id}/model?step=1`)).body).toMatchObject({
      status: 404,
      detail: `Run ${run.id} keeps no checkpoint so early; its first is at step 40`,
    })
    const endless = await createRun(url, endlessRun)
    const { id } = await createRun(url, { ...tinyRun, after: endless.id })
    expect((await call(url, 'GET', `/runs/${id}/model`)).body).toMatchObject({
      status: 404,
      detail: `Run ${id} keeps no checkpoint yet`,
    })
    await call(url, 'POST', `/runs/${endless.id}/stop`)
    await waitForRun(url, endless.id, hasEnded)
  })
})

describe('an evaluation', () => {
  it('says of every checkpoint what the run recorded there', async () => {
    for (const { step, epoch, weights } of checkpoints) {
      const { body, headers } = await evaluate(`?step=${step}`)
      expect(evaluationSchema.parse(body)).toEqual(body)
      expect(headers.get('actoscope-step')).toBe(String(step))
      expect(body).toMatchObject({
        step,
        epoch,
        weights,
        accuracy: await recorded('val/accuracy', step),
        loss: await recorded('val/loss', step),
      })
    }
  })

  it('asked by many at once is answered to each, and once known is a 304', async () => {
    const all = await Promise.all(Array.from({ length: 30 }, () => evaluate()))
    for (const { status, body } of all) {
      expect(status).toBe(200)
      expect(body).toEqual(all[0]!.body)
    }
    const headers = { 'if-none-match': all[0]!.headers.get('etag')! }
    const known = await call(url, 'GET', `/runs/${run.id}/evaluation`, undefined, headers)
    expect(known).toMatchObject({ status: 304, body: null })
  })

  it('goes on while trainings go on', async () => {
    const { id } = await createRun(url, endlessRun)
    await waitForRun(url, id, ({ progress }) => progress.epoch > 1)
    const { status, body } = await evaluate('', id)
    expect(status).toBe(200)
    expect(body.samples).toBe(500)
    await call(url, 'POST', `/runs/${id}/stop`)
    await waitForRun(url, id, hasEnded)
  })

  it('of a deleted run is not there, and there again once it is restored', async () => {
    expect((await call(url, 'DELETE', `/runs/${run.id}`)).status).toBe(204)
    for (const path of ['evaluation', 'model', 'predict?index=0']) {
      expect((await call(url, 'GET', `/runs/${run.id}/${path}`)).status).toBe(404)
    }
    await call(url, 'POST', `/runs/${run.id}/restore`)
    expect((await evaluate()).status).toBe(200)
  })

  it('of a fork that waits is of what it will begin with', async () => {
    const blocker = await createRun(url, endlessRun)
    const config = { optimizer: { name: 'adam', learningRate: 0.001 }, epochs: 9 }
    const forked = await call<Run>(url, 'POST', `/runs/${run.id}/fork`, { fromStep: 80, config })
    const [ours, parents] = [await evaluate('', forked.body.id), await evaluate('?step=80')]
    expect({ ...ours.body, epoch: 2 }).toEqual(parents.body)
    for (const { id } of [forked.body, blocker]) await call(url, 'POST', `/runs/${id}/stop`)
    await waitForRun(url, blocker.id, hasEnded)
  })
})

describe('a prediction', () => {
  it('is the same by place, by features, and one at a time', async () => {
    const indices = [4, 0, 499]
    const samples = (await call<SampleList>(url, 'GET', '/datasets/two_spirals/samples?indices=4,0,499')).body
    const byPlace = await predict({ samples: { split: 'val', indices }, activations: true, step: 200 })
    expect(byPlace.status).toBe(200)
    expect(predictionSchema.parse(byPlace.body)).toEqual(byPlace.body)
    expect(byPlace.body.truth).toEqual(samples.items.map(({ label }) => label))
    const inputs = samples.items.map(({ values }) => values)
    const byFeatures = await predict({ inputs, activations: true })
    expect(byFeatures.body).toEqual({ ...byPlace.body, truth: null })
    for (const [row, index] of indices.entries()) {
      const one = await call<Prediction>(url, 'GET', `/runs/${run.id}/predict?index=${index}`)
      expect(one.body.activations).toBeNull()
      expect(one.body.probabilities).toEqual([byPlace.body.probabilities[row]])
    }
    const first = await call<Prediction>(
      url,
      'GET',
      `/runs/${run.id}/predict?index=4&activations=true&step=80`,
    )
    expect(first.body.step).toBe(80)
    expect(first.body.activations![0]!.values[0]).toHaveLength(8)
  })

  it.each([
    [{}, 'inputs'],
    [{ inputs: [[1, 2]], samples: { split: 'val', indices: [0] } }, 'samples'],
    [{ inputs: [[1, 2], [1]] }, 'inputs[1]'],
    [{ inputs: [] }, 'inputs'],
    [{ samples: { split: 'test', indices: [0] } }, 'samples.split'],
    [{ samples: { split: 'val', indices: [0, 500] } }, 'samples.indices[1]'],
    [{ samples: { split: 'val', indices: [0] }, step: -1 }, 'step'],
    [{ inputs: [[1, '2']] }, 'inputs[0][1]'],
  ])('refuses %j by name', async (body, path) => {
    const { status, body: problem } = await call(url, 'POST', `/runs/${run.id}/predict`, body)
    expect(status).toBe(400)
    expect(problem.errors?.map((error) => error.path)).toEqual([path])
  })

  it.each(['index=500', 'index=x', 'split=test&index=1', 'step=-1&index=0', ''])(
    'refuses ?%s',
    async (query) => {
      const { status, body } = await call(url, 'GET', `/runs/${run.id}/predict?${query}`)
      expect(status).toBe(400)
      expect(body.errors?.[0]?.path).toBe(query.split('=')[0] || 'index')
    },
  )
})

describe('datasets', () => {
  it('are listed with what a sample looks like', async () => {
    const { body } = await call<DatasetList>(url, 'GET', '/datasets')
    expect(body.items.map(({ name, shape, classes }) => ({ name, shape, classes }))).toEqual([
      { name: 'mnist', shape: [28, 28], classes: 10 },
      { name: 'two_spirals', shape: [2], classes: 2 },
      { name: 'thousand_clusters', shape: [32], classes: 1000 },
    ])
    for (const { classes, labels } of body.items) expect(new Set(labels).size).toBe(classes)
  })

  it('show samples of one class, part by part', async () => {
    const read = async (query: string) =>
      (await call<SampleList>(url, 'GET', `/datasets/mnist/samples?${query}`)).body
    const sevens = await read('label=7&limit=3')
    expect(sevens.total).toBe(1028)
    expect(sevens.shape).toEqual([28, 28])
    for (const { label, values } of sevens.items) {
      expect(label).toBe(7)
      expect(values).toHaveLength(784)
      expect(Math.max(...values)).toBe(255)
    }
    expect((await read('label=7&offset=1&limit=2')).items).toEqual(sevens.items.slice(1))
    const named = await read(`indices=${sevens.items.map(({ index }) => index).join(',')}`)
    expect(named).toEqual({ ...sevens, total: 10_000 })
    expect((await read('split=train')).items).toHaveLength(24)
    expect(await read('label=7&offset=1027')).toMatchObject({ items: [{ label: 7 }], total: 1028 })
    expect((await read('offset=20000')).items).toEqual([])
  })

  it.each([
    ['mnist/samples?indices=1,x', 400, 'indices[1]'],
    ['mnist/samples?indices=10000', 400, 'indices'],
    ['mnist/samples?indices=1&limit=2', 400, 'limit'],
    ['mnist/samples?label=10', 400, 'label'],
    ['mnist/samples?limit=257', 400, 'limit'],
    ['iris/samples', 404, undefined],
  ])('refuse %s', async (path, status, field) => {
    const { status: answered, body } = await call(url, 'GET', `/datasets/${path}`)
    expect(answered).toBe(status)
    expect(body.errors?.[0]?.path).toBe(field)
  })
})
