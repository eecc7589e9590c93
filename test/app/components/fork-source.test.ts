import { describe, expect, test } from 'vitest'
import {
  checkFork,
  type ForkSource,
  forkDraft,
  forkRequestOf,
  startAt,
  startsOf,
  stepsToTrain,
} from '#app/components/form/fork-source.ts'
import type { RunDraft } from '#app/components/form/run-draft.ts'
import { requestOf } from '#app/components/form/run-request.ts'
import type { CheckpointEntry } from '#lib/contracts/checkpoint.ts'
import { type Run, type RunRequest, runRequestSchema } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

const checkpoint = (step: number, epoch: number, epochEnd = true): CheckpointEntry => ({
  step,
  epoch,
  epochEnd,
  weights: 'w',
  bytes: 1,
  restorable: true,
  createdAt: '2026-11-24T10:00:00.000Z',
})
const kept = [checkpoint(938, 1), checkpoint(1876, 2), checkpoint(2000, 3, false)]
const source = (part: Partial<Run> = {}, request: Partial<RunRequest> = {}): ForkSource => ({
  run: makeRun({ state: 'completed', ...part }, request),
  kept,
})
const parse = (draft: RunDraft) => runRequestSchema.parse(requestOf(draft))

describe('where a fork begins', () => {
  test('the newest checkpoint, or the newest up to a step, or the first where all are later', () => {
    expect(startAt(source(), null)).toBe(kept[2])
    expect(startAt(source(), 1999)).toBe(kept[1])
    expect(startAt(source(), 5)).toBe(kept[0])
  })
  test('the end only of a run that goes on', () => {
    expect(startsOf(source({ state: 'running' }))[0]).toBe('done')
    expect(startAt(source({ state: 'running' }), 'done')).toBe('done')
    expect(startAt(source(), 'done')).toBe(kept[2])
    expect(startsOf(source())).toEqual(kept.toReversed())
  })
  test('nowhere where nothing is kept of a run that has ended', () => {
    expect(startAt({ run: makeRun({ state: 'failed' }), kept: [] }, 3)).toBeNull()
    expect(startAt({ run: makeRun({ state: 'queued' }), kept: [] }, 3)).toBe('done')
  })
})

describe('what is sent', () => {
  const sent = (change: (draft: RunDraft) => Partial<RunDraft>, from: ForkSource = source()) => {
    const draft = forkDraft(from, kept[1]!)
    return forkRequestOf(from, kept[1]!, requestOf({ ...draft, ...change(draft) }))
  }
  test('only where it begins, while nothing is changed', () => {
    expect(sent(() => ({}))).toEqual({ fromStep: 1876, config: {} })
  })
  test('only what is changed, layers as a whole list', () => {
    const request = sent(({ hidden }) => ({
      name: 'mine',
      epochs: '9',
      hidden: hidden.map((layer, i) => (i === 0 ? { ...layer, activation: 'gelu' } : layer)),
    }))
    expect(request).toEqual({
      name: 'mine',
      fromStep: 1876,
      config: {
        epochs: 9,
        network: {
          hidden: [
            { units: 128, activation: 'gelu' },
            { units: 64, activation: 'relu' },
          ],
        },
      },
    })
  })
  test('an optimizer as a whole, with a clip norm that was taken away taken out', () => {
    const from = source({}, { optimizer: { name: 'sgd', clipNorm: 1 } })
    expect(sent(() => ({ clipNorm: '' }), from).config).toEqual({
      optimizer: { name: 'sgd', learningRate: 0.1, momentum: 0, clipNorm: null },
    })
    expect(sent(({ optimizer }) => ({ optimizer: { ...optimizer, name: 'sgd' } }), from).config).toEqual({})
  })
  test('nothing of the learning rate that held where it begins', () => {
    const from = source({
      learningRateChanges: [
        { id: 1, step: 900, learningRate: 0.5 },
        { id: 2, step: 1900, learningRate: 0.7 },
      ],
    })
    expect(forkDraft(from, kept[1]!).optimizer.fields.learningRate).toBe('0.5')
    expect(forkDraft(from, kept[2]!).optimizer.fields.learningRate).toBe('0.7')
    expect(sent(() => ({}), from).config).toEqual({})
  })
  test('that it waits, instead of a step', () => {
    const from = source({ state: 'running' })
    const request = forkRequestOf(from, 'done', requestOf(forkDraft(from, 'done')))
    expect(request).toEqual({ whenDone: true, config: { epochs: 10 } })
  })
})

describe('how much is trained', () => {
  test('the rest of the epochs, of the one that it begins in too', () => {
    const from = source()
    const steps = (start: CheckpointEntry) => stepsToTrain(from, start, parse(forkDraft(from, start)))
    expect([steps(kept[1]!), steps(kept[2]!)]).toEqual([4690 - 1876, 4690 - 2000])
  })
  test('as much again after the end', () => {
    const end = checkpoint(4690, 5)
    const draft = forkDraft(source(), end)
    expect([draft.epochs, stepsToTrain(source(), end, parse(draft))]).toEqual(['10', 4690])
  })
})

describe('what cannot be', () => {
  const check = (start: CheckpointEntry, change: Partial<RunDraft>) =>
    checkFork(source(), start, requestOf({ ...forkDraft(source(), start), ...change }))
  test('no more epochs than are done', () => {
    expect(Object.keys(check(kept[1]!, { epochs: '2' }))).toEqual(['epochs'])
    expect(check(kept[1]!, { epochs: '3' })).toEqual({})
    expect(check(kept[2]!, { epochs: '3' })).toEqual({})
  })
  test('other batches inside of an epoch', () => {
    expect(Object.keys(check(kept[2]!, { batchSize: '32', seed: '2' }))).toEqual(['batchSize', 'seed'])
    expect(check(kept[1]!, { batchSize: '32', seed: '2' })).toEqual({})
  })
})
