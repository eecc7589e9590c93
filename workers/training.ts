import type { RunConfig } from '#lib/contracts/run.ts'
import { activations } from '#lib/nn/activations.ts'
import type { Look } from '#lib/nn/backward.ts'
import { createEarlyStopping, type EarlyStopping } from '#lib/nn/early-stopping.ts'
import type { Trainer } from '#lib/nn/network.ts'
import { createRandom } from '#lib/nn/random.ts'
import { type ScheduleSpec, scheduleFactor } from '#lib/nn/schedules.ts'
import type { NetworkSpec, Samples } from '#lib/nn/spec.ts'
import { createDiagnosis, type Diagnosis } from '#lib/nn/verdicts.ts'
import type { BaseRate } from './base-rate.ts'
import { encodeCheckpoint, hashParameters, type TrainingState } from './checkpoint.ts'
import type { Outbox } from './outbox.ts'
import { type HeldOut, Recorder } from './recorder.ts'
import { toSnapshot } from './snapshot.ts'

/** The generator's stream that orders the batches; 0 belongs to the weights, 2 to the noise. */
export const batchOrderStream = 1
/** Within an epoch, a checkpoint is taken so often. */
const checkpointEveryMs = 10_000
/** Between validations, the clock gets a mark so often. */
const markEveryMs = 1000
/** Most snapshots, with their histograms, that a run takes at its readings. */
const mostSnapshots = 40

interface Parts {
  config: RunConfig
  spec: NetworkSpec
  trainer: Trainer
  train: Samples
  val: Samples
  outbox: Outbox
  rate: BaseRate
  /** Steps after which it is complete; those before `from` included. */
  steps: number
  /** State to go on from; that of a fork as forkState makes it. */
  from: TrainingState | null
  isStopped(): boolean
  /** Milliseconds since some moment. What is recorded does not depend on it, but for checkpoints within epochs. */
  now(): number
}

/** How a training came to its end. */
export type Ending = { state: 'completed' | 'stopped' } | { state: 'failed'; error: string }

/** One training from its beginning, or from a checkpoint, to its end. */
export class Training {
  readonly #parts: Parts
  readonly #recorder: Recorder
  readonly #diagnosis: Diagnosis
  readonly #earlyStopping: EarlyStopping | null
  readonly #order
  readonly #stepsPerEpoch: number
  /** What the schedule's steps are less than ours. */
  readonly #scheduleLag: number
  readonly #snapshotEvery: number
  /** Steps that were done by the run of which this one is a fork. */
  readonly #begunAt: number
  #step: number
  #epoch: number
  #position: number
  #orderAtStart: number[]
  #nonFinite: boolean
  /** Whether early stopping has seen enough. */
  #enough: boolean
  #checkpointAt: number
  /** Step of the last checkpoint, ours or the one that we went on from. */
  #checkpointStep: number
  // Telemetry: of this attempt, but for validation, measuring dead units and waiting.
  #trainedSamples = 0
  #trainedMs = 0
  #trainingSince: number
  /** What the clock's last mark stands at. */
  #markedMs = 0

  constructor(parts: Parts) {
    const { config, spec, trainer, train, from, steps } = parts
    this.#parts = parts
    this.#begunAt = from?.begunAt ?? 0
    const readings = Math.floor((steps - this.#begunAt) / config.diagnostics.everySteps)
    this.#snapshotEvery = config.diagnostics.everySteps * Math.max(1, Math.ceil(readings / mostSnapshots))
    this.#diagnosis = createDiagnosis(traitsOf(spec, trainer.layers), steps, from?.diagnosis, this.#begunAt)
    this.#recorder = new Recorder(trainer, this.#diagnosis)
    this.#earlyStopping =
      config.earlyStopping && createEarlyStopping(config.earlyStopping, from?.earlyStopping ?? undefined)
    this.#order = createRandom(config.seed, batchOrderStream)
    this.#orderAtStart = from?.order ?? [...this.#order.save()]
    this.#order.restore(Uint32Array.from(this.#orderAtStart))
    this.#step = from?.step ?? 0
    this.#checkpointStep = this.#step
    this.#epoch = from?.epoch ?? 1
    this.#position = from?.position ?? 0
    this.#stepsPerEpoch = Math.ceil(train.count / config.batchSize)
    const stepOfEpochs = (this.#epoch - 1) * this.#stepsPerEpoch + this.#position / config.batchSize
    this.#scheduleLag = countsEpochs(config.schedule) ? this.#step - stepOfEpochs : 0
    this.#nonFinite = from?.nonFinite ?? false
    this.#enough = from?.enough ?? false
    this.#checkpointAt = parts.now()
    this.#trainingSince = this.#checkpointAt
    if (!from) return
    trainer.restore(from.trainer)
    this.#recorder.restore(from.recorder)
  }

  /** Trains to the end; everything recorded has been posted by then. */
  run(): Ending {
    const ending = this.#runEpochs()
    if (ending.state === 'completed') this.#diagnosis.finish(this.#step)
    this.#mark()
    this.#post()
    return ending
  }

  #runEpochs(): Ending {
    const { config } = this.#parts
    const rows = new Uint32Array(this.#parts.train.count)
    this.#trainingSince = this.#parts.now()
    // A fork shows what its changes did at once.
    if (this.#step === this.#begunAt) this.#recorder.recordBeginning(this.#measureHeldOut(this.#epoch - 1))
    this.#trainingSince = this.#parts.now()
    while (this.#epoch <= config.epochs && !this.#enough) {
      this.#orderAtStart = [...this.#order.save()]
      // From the same order each time, so that an epoch's order depends on the generator's state alone.
      for (let row = 0; row < rows.length; row++) rows[row] = row
      this.#order.shuffle(rows)
      const trouble = this.#runEpoch(rows)
      if (trouble) return trouble
      const reading = this.#measureHeldOut(this.#epoch)
      this.#recorder.recordEpoch(reading)
      const { loss } = reading.val
      const failure = Number.isFinite(loss) ? null : this.#reportNonFinite('val/loss', loss)
      if (failure) return failure
      this.#epoch++
      this.#position = 0
      this.#orderAtStart = [...this.#order.save()]
      this.#enough = this.#earlyStopping?.observe(loss) ?? false
      this.#takeCheckpoint(true)
    }
    return { state: 'completed' }
  }

  /** The rest of an epoch; answers an ending where it is not reached. */
  #runEpoch(rows: Uint32Array): Ending | null {
    const { config, trainer, train, outbox, isStopped, steps } = this.#parts
    const { batchSize } = config
    while (this.#position < train.count) {
      if (isStopped()) return this.#stop()
      const count = Math.min(batchSize, train.count - this.#position)
      const step = this.#step + 1
      const look = this.#lookAt(step)
      const scheduled = step - this.#scheduleLag
      const factor = scheduleFactor(config.schedule, scheduled, steps, this.#stepsPerEpoch)
      const rate = this.#parts.rate.after(this.#step) * factor
      trainer.step(train, rows, this.#position, count, rate, look.look)
      this.#step = step
      this.#position += count
      this.#trainedSamples += count
      this.#recorder.countStep(count)
      const finite = Number.isFinite(trainer.lossSum)
      if (look.isReading) this.#recorder.recordReading(step, rate)
      else if (!finite && !this.#nonFinite) this.#recorder.recordLoss(step, rate)
      if (look.look === 'histograms') this.#takeSnapshot()
      if (!finite) {
        const failure = this.#reportNonFinite('train/loss', trainer.lossSum / count)
        if (failure) return failure
      }
      if (this.#parts.now() - this.#checkpointAt > checkpointEveryMs && this.#position < train.count) {
        this.#takeCheckpoint(false)
      }
      if (outbox.isDue) this.#post()
    }
    return null
  }

  #lookAt(step: number): { look: Look; isReading: boolean } {
    const isReading = step === 1 || step % this.#parts.config.diagnostics.everySteps === 0
    if (step === this.#begunAt + 1 || step === this.#parts.steps || step % this.#snapshotEvery === 0) {
      return { look: 'histograms', isReading }
    }
    return { look: isReading ? 'measures' : 'none', isReading }
  }

  /** After so many epochs. */
  #measureHeldOut(epoch: number): HeldOut {
    const { trainer, val, train } = this.#parts
    this.#mark()
    const figures = trainer.evaluate(val)
    const deadUnits = trainer.deadUnits(train)
    this.#trainingSince = this.#parts.now()
    return { step: this.#step, epoch, val: figures, deadUnits }
  }

  /** At the step of the last checkpoint there is nothing that another would keep. */
  #stop(): Ending {
    if (this.#step > this.#checkpointStep) this.#takeCheckpoint(false)
    return { state: 'stopped' }
  }

  /** Once a run: a verdict, and the end unless it was told to go on. */
  #reportNonFinite(key: string, value: number): Ending | null {
    if (!this.#nonFinite) this.#diagnosis.fail(this.#step, { trainLoss: value })
    this.#nonFinite = true
    if (this.#parts.config.diagnostics.onNonFinite === 'continue') return null
    const what = Number.isNaN(value) ? 'NaN (not a number)' : 'infinite'
    return { state: 'failed', error: `${key} became ${what} at step ${this.#step}` }
  }

  #takeSnapshot(): void {
    const { trainer, spec, outbox } = this.#parts
    outbox.addSnapshot(toSnapshot(trainer, spec, this.#recorder.deadUnits, this.#step, this.#epoch))
  }

  #takeCheckpoint(epochEnd: boolean): void {
    const { trainer, outbox } = this.#parts
    const state = encodeCheckpoint({
      step: this.#step,
      begunAt: this.#begunAt,
      epoch: this.#epoch,
      position: this.#position,
      order: this.#orderAtStart,
      trainer: trainer.save(),
      recorder: this.#recorder.save(),
      diagnosis: this.#diagnosis.state(),
      earlyStopping: this.#earlyStopping?.state() ?? null,
      nonFinite: this.#nonFinite,
      enough: this.#enough,
    })
    const epoch = epochEnd ? this.#epoch - 1 : this.#epoch
    outbox.addCheckpoint({ step: this.#step, epoch, epochEnd, weights: hashParameters(trainer), state })
    this.#checkpointAt = this.#parts.now()
    this.#checkpointStep = this.#step
  }

  #post(): void {
    this.#pauseClock()
    if (this.#trainedMs - this.#markedMs >= markEveryMs) this.#mark()
    this.#parts.outbox.post(this.#recorder.take(), {
      step: this.#step,
      epoch: Math.min(this.#epoch, this.#parts.config.epochs),
      samplesPerSecond: this.#trainedSamples === 0 ? null : (1000 * this.#trainedSamples) / this.#trainedMs,
      verdicts: [...this.#diagnosis.state().findings],
    })
    this.#trainingSince = this.#parts.now()
  }

  /** Tells the clock that the present step is done. */
  #mark(): void {
    this.#pauseClock()
    this.#parts.outbox.addMark(this.#step, this.#trainedMs / 1000)
    this.#markedMs = this.#trainedMs
  }

  #pauseClock(): void {
    this.#trainedMs += this.#parts.now() - this.#trainingSince
    this.#trainingSince = this.#parts.now()
  }
}

/** Schedules that count in epochs, which in a fork may have had other lengths before. */
function countsEpochs({ name }: ScheduleSpec): boolean {
  return name === 'step' || name === 'exponential'
}

function traitsOf(spec: NetworkSpec, layers: readonly string[]) {
  return layers.map((name, index) => {
    const activation = spec.hidden[index]?.activation
    return {
      name,
      hidden: activation !== undefined,
      rectifier: activation !== undefined && activations[activation].rectifier,
      activation: activation ?? spec.output.activation,
    }
  })
}
