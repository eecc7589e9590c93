import { beforeEach, describe, expect, test } from 'vitest'
import { emptySnapshot } from '#app/stream/run-stream.ts'
import { RunGroup, RunStreams } from '#app/stream/run-streams.ts'
import { FakePort } from '../helpers/fake-port.ts'
import { makeRun } from '../helpers/runs.ts'

const run = makeRun()
const notReady = { type: 'about:blank', title: 'Not ready', status: 503, detail: 'Starting' }
const other = makeRun({ id: 'aaaaaaaaaaaaaaa1' })

let port: FakePort
let commits: (() => void)[]
let retries: (() => void)[]
let streams: RunStreams

/** Lets the clock strike: what changed since is committed. */
const commit = () => {
  for (const one of commits.splice(0)) one()
}

beforeEach(() => {
  port = new FakePort()
  commits = []
  retries = []
  streams = new RunStreams(
    port,
    (one) => commits.push(one),
    (one) => retries.push(one),
  )
})

function watch(...runs: (typeof run)[]) {
  const group = new RunGroup(() => streams, runs.map(emptySnapshot))
  let renders = 0
  const end = group.subscribe(() => renders++)
  const loss = (i = 0) => {
    commit()
    return group.snapshot()[i]!.series['train/loss']?.values ?? []
  }
  return { group, end, loss, renders: () => renders }
}

describe('a run stream', () => {
  test('asks for everything first, and holds the answer', () => {
    const { loss } = watch(run)
    expect(port.questions).toMatchObject([{ runId: run.id, after: 0 }])
    port.answer(3)
    expect(loss()).toEqual([1, 2, 3])
  })

  test('appends frames that follow', () => {
    const { loss } = watch(run)
    port.answer(2)
    port.frame(run.id, 3)
    port.frame(run.id, 4)
    expect(loss()).toEqual([1, 2, 3, 4])
  })

  test('drops frames that it holds already', () => {
    const { loss } = watch(run)
    port.answer(3)
    port.frame(run.id, 2)
    port.frame(run.id, 3)
    expect(loss()).toEqual([1, 2, 3])
    expect(port.questions).toHaveLength(1)
  })

  test('asks again from what it holds where a frame is missing, and fills the gap', () => {
    const { loss } = watch(run)
    port.answer(2)
    port.frame(run.id, 5)
    expect(port.questions.at(-1)).toMatchObject({ after: 2 })
    port.frame(run.id, 6)
    expect(loss()).toEqual([1, 2])
    port.answer(5)
    expect(loss()).toEqual([1, 2, 3, 4, 5, 6])
  })

  test('asks once more where the answer leaves another gap', () => {
    const { loss } = watch(run)
    port.answer(1)
    port.frame(run.id, 4)
    port.answer(2)
    expect(port.questions.at(-1)).toMatchObject({ after: 2 })
    port.answer(4)
    expect(loss()).toEqual([1, 2, 3, 4])
  })

  test('keeps frames aside while it waits for an answer that holds them too', () => {
    const { loss } = watch(run)
    port.frame(run.id, 1)
    port.frame(run.id, 2)
    port.frame(run.id, 3)
    port.answer(2)
    expect(loss()).toEqual([1, 2, 3])
  })

  test('asks again where a batch holds some frames of which it has some already', () => {
    const { loss } = watch(run)
    port.answer(3)
    const series = { 'train/loss': { steps: [30, 40], values: [3, 4], total: 2 } }
    port.batch({ runId: run.id, after: 2, seq: 4, series })
    expect(loss()).toEqual([1, 2, 3])
    expect(port.questions.at(-1)).toMatchObject({ after: 3 })
    port.answer(4)
    expect(loss()).toEqual([1, 2, 3, 4])
  })

  test('asks again where the server says that the log has got further', () => {
    const { loss } = watch(run)
    port.answer(2)
    port.batch({ runId: run.id, after: 2, seq: 2, series: {} })
    expect(port.questions).toHaveLength(1)
    port.batch({ runId: run.id, after: 4, seq: 4, series: {} })
    port.answer(4)
    expect(loss()).toEqual([1, 2, 3, 4])
  })

  test('replaces what it holds where the answer begins anew', () => {
    const { loss } = watch(run)
    port.answer(5)
    port.disconnect()
    port.connect()
    port.answer(3, port.questions.at(-1), 0)
    expect(loss()).toEqual([1, 2, 3])
    port.frame(run.id, 4)
    expect(loss()).toEqual([1, 2, 3, 4])
  })

  test('asks for the last frames where the run has ended beyond those that came', () => {
    const { loss } = watch(run)
    port.answer(2)
    port.change({ ...run, state: 'running', seq: 4 })
    expect(port.questions).toHaveLength(1)
    port.change({ ...run, state: 'completed', seq: 4 })
    expect(port.questions.at(-1)).toMatchObject({ after: 2 })
    port.answer(4)
    expect(loss()).toEqual([1, 2, 3, 4])
    port.change({ ...run, state: 'completed', seq: 4 })
    expect(port.questions).toHaveLength(2)
  })

  test('catches up after a lost connection, from where it was', () => {
    const { loss } = watch(run)
    port.answer(2)
    port.disconnect()
    port.connect()
    expect(port.questions.at(-1)).toMatchObject({ after: 2 })
    port.answer(4)
    port.frame(run.id, 5)
    expect(loss()).toEqual([1, 2, 3, 4, 5])
  })

  test('ignores an answer from before the connection was lost', () => {
    const { loss } = watch(run)
    const first = port.questions[0]!
    port.disconnect()
    port.connect()
    port.answer(2)
    port.answer(3, first)
    expect(loss()).toEqual([1, 2])
  })

  test('waits for the connection where there is none yet', () => {
    port.connected = false
    const { loss } = watch(run)
    expect(port.questions).toHaveLength(0)
    port.connect()
    port.answer(1)
    expect(loss()).toEqual([1])
  })

  test('decodes what JSON cannot say', () => {
    const { loss } = watch(run)
    port.answer(1)
    port.frame(run.id, 2, Number.NaN)
    port.frame(run.id, 3, Number.NEGATIVE_INFINITY)
    expect(loss()).toEqual([1, Number.NaN, Number.NEGATIVE_INFINITY])
  })

  test('takes over the changed row', () => {
    const { group } = watch(run)
    port.change({ ...run, state: 'completed' })
    commit()
    expect(group.snapshot()[0]!.run.state).toBe('completed')
  })

  test('keeps what it holds of a deleted run, and says so', () => {
    const { group, loss } = watch(run)
    port.answer(2)
    port.remove(run.id)
    expect(loss()).toEqual([1, 2])
    expect(group.snapshot()[0]!.status).toBe('deleted')
  })

  test('is live again once a deleted run was restored', () => {
    const { group, loss } = watch(run)
    port.answer(2)
    port.remove(run.id)
    port.change(run)
    port.answer(2)
    expect(loss()).toEqual([1, 2])
    expect(group.snapshot()[0]!.status).toBe('live')
  })

  test('stays deleted where an answer from before comes late', () => {
    const { group } = watch(run)
    port.remove(run.id)
    port.answer(2)
    commit()
    expect(group.snapshot()[0]!.status).toBe('deleted')
  })

  test('says why the server refuses, and asks again after a while', () => {
    const { group, loss } = watch(run)
    port.questions[0]!.answer({ ok: false, problem: notReady })
    commit()
    expect(group.snapshot()[0]).toMatchObject({ status: 'refused', problem: notReady })
    for (const retry of retries.splice(0)) retry()
    port.answer(2)
    expect(loss()).toEqual([1, 2])
    expect(group.snapshot()[0]).toMatchObject({ status: 'live', problem: null })
  })

  test('does not ask again where it has been answered meanwhile, or nobody follows any more', () => {
    const { end } = watch(run)
    port.questions[0]!.answer({ ok: false, problem: notReady })
    port.disconnect()
    port.connect()
    port.answer(1)
    for (const retry of retries) retry()
    expect(port.questions).toHaveLength(2)
    port.questions[1]!.answer({ ok: false, problem: notReady })
    end()
    for (const retry of retries) retry()
    expect(port.questions).toHaveLength(2)
  })
})

describe('several runs on one page', () => {
  test('are committed together, however many frames came', () => {
    const { renders } = watch(run, other)
    port.answer(1, port.questions[0])
    port.answer(1, port.questions[1])
    for (let seq = 2; seq <= 50; seq++) {
      port.frame(run.id, seq)
      port.frame(other.id, seq)
    }
    expect(commits).toHaveLength(1)
    commit()
    expect(renders()).toBe(1)
  })

  test('keep the snapshot of who did not change', () => {
    const { group } = watch(run, other)
    port.answer(1, port.questions[0])
    port.answer(1, port.questions[1])
    commit()
    const before = group.snapshot()
    port.frame(run.id, 2)
    commit()
    expect(group.snapshot()[0]).not.toBe(before[0])
    expect(group.snapshot()[1]).toBe(before[1])
  })

  test('share what is held, and leave when the last one goes', () => {
    const first = watch(run)
    port.answer(2)
    commit()
    const second = watch(run)
    expect(port.questions).toHaveLength(1)
    expect(second.loss()).toEqual([1, 2])
    first.end()
    expect(port.left).toEqual([])
    second.end()
    expect(port.left).toEqual([run.id])
  })
})
