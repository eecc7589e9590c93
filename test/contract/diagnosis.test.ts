import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CheckpointList, checkpointListSchema } from '#lib/contracts/checkpoint.ts'
import {
  type DiagnosticsAnswer,
  diagnosticsAnswerSchema,
  type HistogramSeries,
  histogramSeriesSchema,
} from '#lib/contracts/diagnostics.ts'
import { type Run, runSchema } from '#lib/contracts/run.ts'
import { call, createRun, getMetrics, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { startFreshServer } from '../helpers/server.ts'

let server: Awaited<ReturnType<typeof startFreshServer>>
let url: string
let run: Run

beforeAll(async () => {
  server = await startFreshServer()
  url = server.url
  const { id } = await createRun(url, tinyRun)
  run = await waitForRun(url, id, hasEnded)
})
afterAll(() => server.dispose())

describe('diagnostics', () => {
  const read = async (query = '') =>
    (await call<DiagnosticsAnswer>(url, 'GET', `/runs/${run.id}/diagnostics${query}`)).body

  it('tell of every layer at the newest step, with the run’s verdicts', async () => {
    const answer = await read()
    expect(diagnosticsAnswerSchema.parse(answer)).toEqual(answer)
    expect(answer.layers.map(({ name }) => name)).toEqual(['hidden_1', 'output'])
    expect(answer.steps.length).toBeGreaterThan(0)
    expect(answer.steps).toEqual(answer.steps.toSorted((a, b) => a - b))
    expect(answer.step).toBe(answer.steps.at(-1))
    expect(answer.verdicts).toEqual(run.verdicts)
  })

  it('tell of the step that is asked for, or of the last one before it', async () => {
    const { steps } = await read()
    const [first] = steps
    expect((await read(`?step=${first}`)).step).toBe(first)
    expect((await read(`?step=${run.progress.steps + 1}`)).step).toBe(steps.at(-1))
    if (steps[1]) expect((await read(`?step=${steps[1] - 1}`)).step).toBe(first)
    if (first! > 0) expect(await read(`?step=${first! - 1}`)).toMatchObject({ step: null, layers: [], steps })
  })

  it.each(['step=-1', 'step=x', 'step=3000000000', 'layer=1'])('refuse ?%s by name', async (query) => {
    const { status, body } = await call(url, 'GET', `/runs/${run.id}/diagnostics?${query}`)
    expect(status).toBe(400)
    expect(body.errors?.[0]?.path).toBe(query.split('=')[0])
  })
})

describe('a histogram over time', () => {
  const path = () => `/runs/${run.id}/diagnostics`
  const read = async (query: string) => await call<HistogramSeries>(url, 'GET', `${path()}/series?${query}`)

  it('is what the snapshots of those steps say of the layer', async () => {
    const { status, body } = await read('layer=output&histogram=weight')
    expect(status).toBe(200)
    expect(histogramSeriesSchema.parse(body)).toEqual(body)
    const whole = await Promise.all(
      body.items.map(
        async ({ step }) => (await call<DiagnosticsAnswer>(url, 'GET', `${path()}?step=${step}`)).body,
      ),
    )
    expect(body.items.map(({ histogram }) => histogram)).toEqual(
      whole.map(({ layers }) => layers.at(-1)!.histograms.weight),
    )
    expect(body.items.map(({ step }) => step)).toEqual(whole.at(-1)!.steps)
    expect(body.total).toBe(body.items.length)
  })

  it('is thinned to as many as are asked for, the first and the newest among them', async () => {
    const { total, items } = (await read('layer=hidden_1&histogram=activation&max=2')).body
    const { steps } = (await call<DiagnosticsAnswer>(url, 'GET', path())).body
    expect(total).toBe(steps.length)
    expect(items.map(({ step }) => step)).toEqual([steps[0], steps.at(-1)])
  })

  it.each([
    ['layer', 'histogram=weight'],
    ['layer', 'layer=input&histogram=weight'],
    ['layer', 'layer=hidden_2&histogram=weight'],
    ['histogram', 'layer=output&histogram=weights'],
    ['max', 'layer=output&histogram=weight&max=65'],
  ])('refuses a wrong %s by name: %s', async (field, query) => {
    const { status, body } = await call(url, 'GET', `${path()}/series?${query}`)
    expect(status).toBe(400)
    expect(body.errors?.[0]?.path).toBe(field)
  })
})

describe('checkpoints', () => {
  it('are listed with the hash of their weights, the last being those of the receipt', async () => {
    const { status, body } = await call<CheckpointList>(url, 'GET', `/runs/${run.id}/checkpoints`)
    expect(status).toBe(200)
    expect(checkpointListSchema.parse(body)).toEqual(body)
    const ends = body.items.filter(({ epochEnd }) => epochEnd)
    expect(ends.map(({ step, epoch }) => ({ step, epoch }))).toEqual(
      [1, 2, 3, 4, 5].map((epoch) => ({ step: 40 * epoch, epoch })),
    )
    expect(ends.at(-1)?.weights).toBe(run.receipt!.weights)
  })
})

describe('a run whose loss is no number any more', () => {
  it('fails with the step, and keeps its verdicts, its curve and its last look', async () => {
    const { id } = await createRun(url, {
      ...tinyRun,
      network: {
        hidden: [{ units: 8, activation: 'identity' }],
        output: { activation: 'linear', loss: 'mean_squared_error' },
      },
      optimizer: { learningRate: 1000 },
    })
    const failed = await waitForRun(url, id, hasEnded)
    expect(failed).toMatchObject({ state: 'failed', receipt: null })
    expect(failed.error).toMatch(/^(train|val)\/loss became (NaN|infinite).* at step \d+$/)
    expect(failed.verdicts.map(({ name }) => name)).toContain('exploding')
    expect(runSchema.parse(failed)).toEqual(failed)
    expect(Object.keys((await getMetrics(url, id)).series)).toContain('train/loss')
    const { body } = await call<DiagnosticsAnswer>(url, 'GET', `/runs/${id}/diagnostics`)
    expect(diagnosticsAnswerSchema.parse(body)).toEqual(body)
    expect(body.verdicts).toEqual(failed.verdicts)
    expect((await call(url, 'POST', `/runs/${id}/replay`)).body.detail).toContain('is failed')
  })
})

describe('a replay', () => {
  const replay = (id: string, headers = {}) =>
    call<Run>(url, 'POST', `/runs/${id}/replay`, undefined, headers)

  it('of a completed run comes out the same, bit for bit', async () => {
    const original = await waitForRun(url, (await createRun(url, { ...tinyRun, tags: ['a'] })).id, hasEnded)
    const { status, headers, body } = await replay(original.id)
    expect(status).toBe(202)
    expect(headers.get('location')).toBe(`/api/v1/runs/${body.id}`)
    expect(body).toMatchObject({
      name: `replay of ${original.name}`,
      tags: ['a'],
      config: original.config,
      replay: { of: original.id, identical: null, firstDifference: null },
    })
    const replayed = await waitForRun(url, body.id, hasEnded)
    expect(replayed.replay).toEqual({ of: original.id, identical: true, firstDifference: null })
    expect(replayed.receipt).toEqual(original.receipt)
    expect(replayed.verdicts).toEqual(original.verdicts)
  })

  it('of a run that has not completed is refused with its state', async () => {
    const endless = await createRun(url, { ...tinyRun, epochs: 10_000 })
    const answer = await call(url, 'POST', `/runs/${endless.id}/replay`)
    expect(answer.status).toBe(409)
    expect(answer.body.detail).toMatch(/is (queued|running); only a completed run can be replayed/)
    await call(url, 'POST', `/runs/${endless.id}/stop`)
    await waitForRun(url, endless.id, hasEnded)
    const again = await call(url, 'POST', `/runs/${endless.id}/replay`)
    expect(again.body.detail).toContain('is stopped')
  })

  it('that is asked for again with its Idempotency-Key is one', async () => {
    const key = { 'idempotency-key': 'replay-1' }
    const answers = [await replay(run.id, key), await replay(run.id, key)]
    expect(answers.map(({ status }) => status)).toEqual([202, 202])
    expect(answers[0]!.body.id).toBe(answers[1]!.body.id)
  })
})
