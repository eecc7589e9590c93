import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { RunRequest } from '#lib/contracts/run.ts'
import { decodeCheckpoint } from '#workers/checkpoint.ts'
import { tinyRun } from '../helpers/api.ts'
import { type LiveChange, type Recorded, record } from './recorded-training.ts'
import { variedRuns } from './varied-runs.ts'

/** So fast a clock that every few steps a checkpoint is due within an epoch. */
const hurried = { msPerLook: 4000 }
/** Of most of these trainings; some have fewer. */
const steps = 200

const requests: Record<string, RunRequest> = Object.fromEntries(
  Object.entries(variedRuns).filter(([name]) => !/stopping|sickness/.test(name)),
)

/** What was shown, and what came out. */
const outcomeOf = ({ ending, points, snapshots, verdicts, weights }: Recorded) => ({
  ending,
  points,
  snapshots,
  verdicts,
  weights,
})

/** A whole training of which the second part went on from a checkpoint of the first. */
function joinAt(state: Uint8Array, whole: Recorded, rest: Recorded): Recorded {
  const { recorder, step } = decodeCheckpoint(state)!
  return {
    ...rest,
    points: [...whole.points.filter(({ seq }) => seq <= recorder.seq), ...rest.points],
    snapshots: [...whole.snapshots.filter((snapshot) => snapshot.step <= step), ...rest.snapshots],
  }
}

/** As the store hands them on: those that applied, with the step at which they did. */
function known(live: readonly LiveChange[], { learningRates }: Recorded) {
  return learningRates.map(({ id, step }) => ({
    step,
    learningRate: live.find((change) => change.id === id)!.learningRate,
  }))
}

const anyChanges = fc
  .array(fc.tuple(fc.integer({ min: 0, max: steps - 1 }), fc.double({ min: 1e-4, max: 0.2, noNaN: true })), {
    minLength: 1,
    maxLength: 5,
  })
  .map((list) =>
    list
      .toSorted(([a], [b]) => a - b)
      .map(([at, learningRate], i): LiveChange => ({ at, id: i + 1, learningRate })),
  )
const anyRequest = fc.constantFrom(...Object.keys(requests)).map((name) => requests[name]!)

describe('a learning rate that is set while a training goes on', () => {
  const ratesOf = ({ points }: Recorded) =>
    points.flatMap(({ step, values }) => ('learning_rate' in values ? [[step, values.learning_rate]] : []))

  it('holds from the next step on, and is reported with the steps done before', async () => {
    const request = { ...tinyRun, diagnostics: { everySteps: 1 } }
    const usual = await record(request)
    const changed = await record(request, { live: [{ at: 73, id: 9, learningRate: 0.01 }] })
    expect(changed.learningRates).toEqual([{ id: 9, step: 73 }])
    expect(ratesOf(changed)).toEqual(Array.from({ length: steps }, (_, i) => [i + 1, i < 73 ? 0.1 : 0.01]))
    const until = ({ points }: Recorded) => points.filter(({ step }) => step <= 73)
    expect(until(changed)).toEqual(until(usual))
    expect(changed.weights).not.toBe(usual.weights)
  })

  it('is what the schedule multiplies', async () => {
    const request: RunRequest = { ...tinyRun, schedule: { name: 'exponential', factor: 0.5 } }
    const usual = new Map(ratesOf(await record(request)) as [number, number][])
    const changed = await record(request, { live: [{ at: 100, id: 1, learningRate: 0.4 }] })
    for (const [step, rate] of ratesOf(changed) as [number, number][]) {
      expect(rate / usual.get(step)!, `at ${step}`).toBeCloseTo(step > 100 ? 4 : 1, 12)
    }
  })

  it('gives way to the last of several at one step, which alone is reported', async () => {
    const live = [0.3, 0.2, 0.05].map((learningRate, i) => ({ at: 60, id: i + 1, learningRate }))
    const all = await record(tinyRun, { live })
    expect(all.learningRates).toEqual([{ id: 3, step: 60 }])
    expect(outcomeOf(all)).toEqual(outcomeOf(await record(tinyRun, { live: live.slice(2) })))
  })

  it('changes nothing where it comes after the last step', async () => {
    const late = await record(tinyRun, { live: [{ at: steps, id: 1, learningRate: 9 }] })
    expect(late.learningRates).toEqual([])
    expect(outcomeOf(late)).toEqual(outcomeOf(await record(tinyRun)))
  })

  it('does not hold for steps that the log has seen', async () => {
    const [first] = (await record(tinyRun)).checkpoints
    const live = [{ at: 40, id: 1, learningRate: 0.01 }]
    const again = await record(tinyRun, { from: first!.state, recordedStep: 97, live })
    expect(again.learningRates).toEqual([{ id: 1, step: 97 }])
  })

  it('holds after the known ones of the same step, and until the next known one', async () => {
    const learningRates = [
      { step: 120, learningRate: 0.03 },
      { step: 60, learningRate: 0.2 },
      { step: 60, learningRate: 0.01 },
    ]
    const request = { ...tinyRun, diagnostics: { everySteps: 20 } }
    expect(ratesOf(await record(request, { learningRates }))).toEqual(
      [1, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200].map((step) => [
        step,
        step <= 60 ? 0.1 : step <= 120 ? 0.01 : 0.03,
      ]),
    )
    const live = [{ at: 60, id: 1, learningRate: 0.5 }]
    expect(ratesOf(await record(request, { learningRates, live }))).toEqual(
      [1, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200].map((step) => [
        step,
        step <= 60 ? 0.1 : step <= 120 ? 0.5 : 0.03,
      ]),
    )
  })
})

describe('a training whose learning rate was set on the way', () => {
  it('is repeated by a replay that knows when', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, anyChanges, async (request, live) => {
        const whole = await record(request, { live })
        const replay = await record(request, { learningRates: known(live, whole) })
        expect(outcomeOf(replay)).toEqual(outcomeOf(whole))
        expect(replay.learningRates).toEqual([])
        expect(replay.checkpoints).toEqual(whole.checkpoints)
      }),
      { seed: 5, numRuns: 40 },
    )
  })

  it('goes on from any checkpoint, before the changes or after, to the same end', async () => {
    await fc.assert(
      fc.asyncProperty(anyRequest, anyChanges, fc.nat(), async (request, live, pick) => {
        const whole = await record(request, { ...hurried, live })
        const { state } = whole.checkpoints[pick % whole.checkpoints.length]!
        const rest = await record(request, { from: state, learningRates: known(live, whole) })
        expect(outcomeOf(joinAt(state, whole, rest))).toEqual(outcomeOf(whole))
      }),
      { seed: 6, numRuns: 60 },
    )
  })

  it('killed before its change was stored, ends as one in which it was set where the log ended', async () => {
    const change = { id: 1, learningRate: 0.011 }
    await fc.assert(
      fc.asyncProperty(anyRequest, fc.nat(), fc.nat(), async (request, pick, more) => {
        const usual = await record(request, hurried)
        const { state, step } = usual.checkpoints[pick % (usual.checkpoints.length - 1)]!
        const recordedStep = step + (more % (usual.checkpoints.at(-1)!.step - step))
        const rest = await record(request, { from: state, recordedStep, live: [{ at: step, ...change }] })
        expect(rest.learningRates).toEqual([{ id: 1, step: recordedStep }])
        const there = await record(request, { live: [{ at: recordedStep, ...change }] })
        expect(outcomeOf(joinAt(state, there, rest))).toEqual(outcomeOf(there))
        // What the log had seen by then is as it was.
        const seen = ({ points }: Recorded) => points.filter((point) => point.step <= recordedStep)
        expect(seen(there)).toEqual(seen(usual))
      }),
      { seed: 7, numRuns: 60 },
    )
  })
})
