import { divergedEpoch, divergedStep, nonFinite } from './verdicts/divergence.ts'
import {
  type Finding,
  keyOf,
  restoreFinding,
  type Sighting,
  type StoredFinding,
  storeFinding,
} from './verdicts/finding.ts'
import { gradientSightings } from './verdicts/gradients.ts'
import { canJudge, type LossHistory, noLosses, notLearningSightings, withLoss } from './verdicts/learning.ts'
import { type EpochLosses, oscillatingSightings, withEpoch } from './verdicts/oscillating.ts'
import {
  noValidation,
  overfittingSightings,
  type ValidationHistory,
  withValidation,
} from './verdicts/overfitting.ts'
import type { EpochReading, LayerTraits, Span, StepReading } from './verdicts/readings.ts'
import { dyingSightings, saturatedSightings } from './verdicts/units.ts'

/** How many readings in a row, up to the last, showed what; by name and layer. */
type Streaks = Readonly<Record<string, number>>

/** All that a diagnosis remembers; plain JSON of a bounded size. */
export interface DiagnosisState {
  losses: LossHistory
  epochLosses: EpochLosses
  validation: ValidationHistory
  stepStreaks: Streaks
  epochStreaks: Streaks
  findings: readonly StoredFinding[]
}

/** Finds out what is wrong with a run, reading by reading. */
export interface Diagnosis {
  readStep(reading: StepReading): void
  readEpoch(reading: EpochReading): void
  /** The run fails because its loss is NaN or infinite: exploding. */
  fail(step: number, what: { trainLoss: number }): void
  /** The run is over: healthy, if nothing else was found and there were readings enough to say so. */
  finish(step: number): void
  /** In the order in which they were found; one a name and layer. */
  findings(): Finding[]
  /** Not changed by what is read afterwards. */
  state(): DiagnosisState
}

/** Before the first reading. */
export const nothingRead: DiagnosisState = {
  losses: noLosses,
  epochLosses: [],
  validation: noValidation,
  stepStreaks: {},
  epochStreaks: {},
  findings: [],
}

/**
 * A diagnosis of a run of `totalSteps` with these layers, from the input to the output, that began after `begunAt`
 * steps of another run. The rules, their thresholds and sources stand in `verdicts/` and in docs/DIAGNOSTICS.md.
 * Findings are a function of the readings alone; with `state` it goes on as if it had never been interrupted.
 */
export function createDiagnosis(
  layers: readonly LayerTraits[],
  totalSteps: number,
  state: DiagnosisState = nothingRead,
  begunAt = 0,
): Diagnosis {
  const span: Span = { from: begunAt, to: totalSteps }
  let { losses, epochLosses, validation, stepStreaks, epochStreaks } = state
  let findings: readonly Finding[] = state.findings.map(restoreFinding)

  /** Counts what this reading showed on from the streaks before, and takes down what has lasted long enough. */
  function follow(before: Streaks, step: number, sightings: readonly Sighting[]): Streaks {
    const streaks: Record<string, number> = {}
    for (const sighting of sightings) {
      const key = keyOf(sighting)
      const length = (before[key] ?? 0) + 1
      streaks[key] = length
      if (length >= sighting.persistence) takeDown(step, sighting)
    }
    return streaks
  }

  /** The first evidence stays; of a finding that still holds only the last step changes. */
  function takeDown(step: number, { persistence: _, ...seen }: Sighting): void {
    const key = keyOf(seen)
    findings = findings.some((finding) => keyOf(finding) === key)
      ? findings.map((finding) => (keyOf(finding) === key ? { ...finding, lastStep: step } : finding))
      : [...findings, { ...seen, step, lastStep: step }]
  }

  return {
    readStep(reading) {
      losses = withLoss(losses, span, reading)
      stepStreaks = follow(stepStreaks, reading.step, [
        ...divergedStep(layers, reading, losses.first),
        ...gradientSightings(layers, reading),
        ...saturatedSightings(layers, reading),
        ...notLearningSightings(losses, span, reading),
      ])
    },
    readEpoch(reading) {
      epochLosses = withEpoch(epochLosses, reading)
      validation = withValidation(validation, reading)
      epochStreaks = follow(epochStreaks, reading.step, [
        ...divergedEpoch(reading, losses.first),
        ...dyingSightings(layers, reading),
        ...oscillatingSightings(epochLosses, losses.first, span, reading),
        ...overfittingSightings(validation, reading),
      ])
    },
    fail(step, { trainLoss }) {
      for (const sighting of nonFinite({ 'train/loss': trainLoss })) takeDown(step, sighting)
    },
    finish(step) {
      if (findings.length === 0 && canJudge(losses)) takeDown(step, healthy)
    },
    findings: () => [...findings],
    state: () => ({
      losses,
      epochLosses,
      validation,
      stepStreaks,
      epochStreaks,
      findings: findings.map(storeFinding),
    }),
  }
}

const healthy: Sighting = {
  name: 'healthy',
  layer: null,
  rule: 'no other rule held at any reading',
  threshold: 0,
  value: 0,
  evidence: {},
  message: 'Losses, gradients and units stayed within bounds at every reading.',
  suggestion:
    'Nothing needs mending. Compare with another activation from the same seed to see which learns faster.',
  persistence: 1,
}
