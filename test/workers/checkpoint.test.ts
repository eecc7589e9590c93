import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import { decodeCheckpoint, encodeCheckpoint, type TrainingState } from '#workers/checkpoint.ts'
import { tinyRun } from '../helpers/api.ts'
import { type Recorded, record, summaryOf } from './recorded-training.ts'
import { variedRuns } from './varied-runs.ts'

/** So fast a clock that every few steps a checkpoint is due within an epoch. */
const hurried = { msPerLook: 4000 }

/** What a run's log, snapshots and verdicts hold, and its receipt. */
function outcomeOf({ ending, points, snapshots, verdicts, weights }: Recorded) {
  return { ending, points, snapshots, verdicts, weights, summary: summaryOf(points) }
}

/** Seq of the last frame before a checkpoint. */
const seqAt = (state: Uint8Array) => decodeCheckpoint(state)!.recorder.seq

describe('going on from a checkpoint', () => {
  it.each(Object.entries(variedRuns))('ends as if never interrupted: %s', async (_, request) => {
    const whole = await record(request, hurried)
    const steps = whole.points.at(-1)!.step
    expect(whole.checkpoints.some(({ epochEnd }) => !epochEnd)).toBe(true)
    for (const checkpoint of whole.checkpoints) {
      const rest = await record(request, { from: checkpoint.state })
      const seq = seqAt(checkpoint.state)
      const joined = {
        ...rest,
        points: [...whole.points.filter((point) => point.seq <= seq), ...rest.points],
        snapshots: [...whole.snapshots.filter(({ step }) => step <= checkpoint.step), ...rest.snapshots],
      }
      expect(outcomeOf(joined), `from step ${checkpoint.step} of ${steps}`).toEqual(outcomeOf(whole))
      // Byte for byte, so that what has no effect yet is the same as well.
      const later = whole.checkpoints.filter(({ step, epochEnd }) => epochEnd && step > checkpoint.step)
      expect(rest.checkpoints).toEqual(later)
    }
  })

  it('is no matter of how often checkpoints are taken', async () => {
    const [calm, often] = [await record(tinyRun), await record(tinyRun, hurried)]
    expect(often.checkpoints.length).toBeGreaterThan(calm.checkpoints.length)
    expect(outcomeOf(often)).toEqual(outcomeOf(calm))
  })

  it('stops again where early stopping had seen enough', async () => {
    const request = variedRuns['early stopping in its patience']!
    const whole = await record(request)
    const last = whole.checkpoints.at(-1)!
    expect(whole.checkpoints.length).toBeLessThan(40)
    expect(decodeCheckpoint(last.state)).toMatchObject({ enough: true, earlyStopping: { since: 3 } })
    const rest = await record(request, { from: last.state })
    expect(rest).toMatchObject({ ending: { state: 'completed' }, points: [], checkpoints: [] })
    expect(rest.weights).toBe(whole.weights)
  })
})

describe('the checkpoints of a training', () => {
  it('are taken at the end of every epoch, and within one when ten seconds have gone by', async () => {
    const ends = (await record(tinyRun)).checkpoints
    expect(ends.map(({ step, epoch, epochEnd }) => [step, epoch, epochEnd])).toEqual(
      [1, 2, 3, 4, 5].map((epoch) => [40 * epoch, epoch, true]),
    )
    const within = (await record(tinyRun, hurried)).checkpoints.filter(({ epochEnd }) => !epochEnd)
    for (const { step, epoch } of within) {
      expect(step % 40).not.toBe(0)
      expect(epoch).toBe(Math.ceil(step / 40))
    }
  })

  it('say which weights they hold: the last one those of the end', async () => {
    const { checkpoints, weights } = await record(tinyRun)
    expect(new Set(checkpoints.map((checkpoint) => checkpoint.weights)).size).toBe(5)
    expect(checkpoints.at(-1)!.weights).toBe(weights)
  })
})

describe('a training that is told to stop', () => {
  /** Stops after so many steps, goes on, stops again, and so on to the end. */
  async function recordInParts(request: RunRequest, stops: readonly number[]): Promise<Recorded[]> {
    const parts: Recorded[] = []
    for (const stopAt of [...stops, Number.POSITIVE_INFINITY]) {
      const from = parts.at(-1)?.checkpoints.at(-1)?.state
      parts.push(await record(request, from ? { stopAt, from } : { stopAt }))
    }
    return parts
  }

  it('takes a checkpoint there, from which it goes on as if never stopped', async () => {
    const wholes = new Map<string, Recorded>()
    const cases = fc.tuple(
      fc.constantFrom(...Object.keys(variedRuns)),
      fc.uniqueArray(fc.integer({ min: 1, max: 199 }), { minLength: 1, maxLength: 3 }),
    )
    await fc.assert(
      fc.asyncProperty(cases, async ([name, stops]) => {
        const request = variedRuns[name]!
        const whole = wholes.get(name) ?? (await record(request))
        wholes.set(name, whole)
        const last = whole.checkpoints.at(-1)!.step
        const steps = stops.filter((step) => step < last).sort((a, b) => a - b)
        const parts = await recordInParts(request, steps)
        const stopped = parts.slice(0, -1)
        expect(stopped.map(({ ending, checkpoints }) => [ending.state, checkpoints.at(-1)!.step])).toEqual(
          steps.map((step) => ['stopped', step]),
        )
        const joined = {
          ...parts.at(-1)!,
          points: parts.flatMap(({ points }) => points),
          snapshots: parts.flatMap(({ snapshots }) => snapshots),
        }
        expect(outcomeOf(joined)).toEqual(outcomeOf(whole))
        const ends = parts.flatMap(({ checkpoints }) => checkpoints.filter(({ epochEnd }) => epochEnd))
        expect(ends).toEqual(whole.checkpoints)
      }),
      { seed: 4, numRuns: 60 },
    )
  })

  it('takes one only at a step that has none', async () => {
    const stepsOf = ({ checkpoints }: Recorded) => checkpoints.map(({ step }) => step)
    expect(stepsOf(await record(tinyRun, { stopAt: 0 }))).toEqual([])
    expect(stepsOf(await record(tinyRun, { stopAt: 80 }))).toEqual([40, 80])
    const { checkpoints } = await record(tinyRun, { stopAt: 57 })
    expect(checkpoints.at(-1)).toMatchObject({ step: 57, epoch: 2, epochEnd: false })
    const from = checkpoints.at(-1)!.state
    expect(stepsOf(await record(tinyRun, { from, stopAt: 57 }))).toEqual([])
    const timed = (await record(tinyRun, hurried)).checkpoints.find(({ epochEnd }) => !epochEnd)!
    expect(stepsOf(await record(tinyRun, { ...hurried, stopAt: timed.step }))).toEqual([timed.step])
  })
})

describe('a checkpoint as bytes', () => {
  const state: TrainingState = {
    step: 7,
    begunAt: 3,
    epoch: 2,
    position: 30,
    order: [1, 2 ** 32 - 1, 3, 4],
    trainer: {
      values: Float32Array.of(1.5, Number.NaN, -Infinity, -0, 1e-45),
      noise: [5, 6, 7, 2 ** 31],
      powers: [0.9 ** 7, 0.999 ** 7],
    },
    recorder: {
      seq: 12,
      sinceReading: { loss: 'NaN', correct: 3, samples: 20 },
      sinceEpoch: { loss: '-Infinity', correct: 9, samples: 60 },
      deadUnits: [0.25, 0],
    },
    diagnosis: {
      losses: { first: 0.1 + 0.2, start: [1], recent: [] },
      epochLosses: [0.7],
      validation: { first: 0.7, best: { epoch: 1, valLoss: 0.7, trainLoss: null } },
      stepStreaks: { 'vanishing/hidden_1': 2 },
      epochStreaks: {},
      findings: [],
    },
    earlyStopping: { best: null, since: 1 },
    nonFinite: true,
    enough: false,
  }

  it('comes back as it was, NaN and infinities included', () => {
    expect(decodeCheckpoint(encodeCheckpoint(state))).toEqual(state)
  })

  it('comes back from the middle of a larger buffer, whatever the length of its header', () => {
    for (let order = 1; order < 1e5; order *= 10) {
      const one = { ...state, order: [order] }
      const bytes = encodeCheckpoint(one)
      const shared = new Uint8Array(bytes.length + 10)
      shared.set(bytes, 3)
      expect(decodeCheckpoint(shared.subarray(3, 3 + bytes.length))).toEqual(one)
    }
  })

  it('comes back from a Buffer, as a database hands it out', () => {
    expect(decodeCheckpoint(Buffer.from(encodeCheckpoint(state)))).toEqual(state)
  })

  it('is nothing to go on from where another version wrote it: the training begins anew', async () => {
    const bytes = Buffer.from(encodeCheckpoint(state))
    const other = Buffer.from(bytes.toString('latin1').replace('checkpoint 2', 'checkpoint 1'), 'latin1')
    expect(decodeCheckpoint(other)).toBeNull()
    expect(outcomeOf(await record(tinyRun, { from: other }))).toEqual(outcomeOf(await record(tinyRun)))
  })

  it('is refused by a network of another size', async () => {
    const { checkpoints } = await record(tinyRun)
    const wider: RunRequest = { ...tinyRun, network: { hidden: [{ units: 9, activation: 'tanh' }] } }
    await expect(record(wider, { from: checkpoints[0]!.state })).rejects.toThrow(RangeError)
  })
})
