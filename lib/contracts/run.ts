import { z } from 'zod'
import { datasetNames, describeDataset, type TaskName } from '#lib/datasets/catalogue.ts'
import { activations } from '#lib/nn/activations.ts'
import { type LossName, numericClasses } from '#lib/nn/names.ts'
import { metricValueSchema } from './metric-value.ts'
import { networkSchema, type OutputConfig } from './network-config.ts'
import { runStateSchema } from './run-state.ts'
import { textSchema } from './text.ts'
import {
  diagnosticsSchema,
  earlyStoppingSchema,
  optimizerSchema,
  regularizationSchema,
  scheduleSchema,
} from './training-config.ts'
import { verdictSchema } from './verdict.ts'

/** Most frames that a run may record: what a page can open at once. */
const maxFrames = 1_000_000

export const tagSchema = textSchema.trim().min(1).max(40)
/** Tags that a run may have. */
export const mostTags = 20
const tagsSchema = z.array(tagSchema).max(mostTags)
export const nameSchema = textSchema.trim().min(1).max(120)
const prioritySchema = z.int().min(-100).max(100)

export const runIdSchema = z.string().regex(/^[0-9a-z]{16}$/, 'Not the id of a run')

const requestFields = z.strictObject({
  name: nameSchema.optional().describe('A readable one is made up where absent.'),
  dataset: z.enum(datasetNames),
  network: networkSchema,
  optimizer: optimizerSchema.prefault({}),
  schedule: scheduleSchema.prefault({}),
  regularization: regularizationSchema,
  batchSize: z.int().min(1).max(4096).default(64),
  epochs: z.int().min(1).max(10_000).default(5),
  earlyStopping: earlyStoppingSchema,
  seed: z
    .int()
    .min(0)
    .max(0xffff_ffff)
    .default(1)
    .describe('The same config and seed give the same weights.'),
  diagnostics: diagnosticsSchema,
  tags: tagsSchema.default([]),
  priority: prioritySchema.default(0).describe('Higher ones of a member begin first.'),
  after: runIdSchema.optional().describe('Id of a run that has to complete before this one may begin.'),
})

/** What starts a run. Everything but `dataset` has a default; unknown fields are refused by name. */
export const runRequestSchema = requestFields.superRefine((request, context) => {
  const dataset = describeDataset(request.dataset)
  if (request.batchSize > dataset.trainSamples) {
    const message = `${request.dataset} has ${dataset.trainSamples} training samples`
    context.addIssue({ code: 'custom', path: ['batchSize'], message })
  }
  const { loss } = request.network.output ?? {}
  const tasks: Partial<Record<LossName, readonly TaskName[]>> = {
    cross_entropy: ['multiclass', 'binary'],
    binary_cross_entropy: ['binary'],
  }
  const fitting = loss && tasks[loss]
  if (fitting && !fitting.includes(dataset.task)) {
    const message = `${loss} is for ${fitting.join(' or ')} data; ${request.dataset} is ${dataset.task}`
    context.addIssue({ code: 'custom', path: ['network', 'output', 'loss'], message })
  }
  const slow = findSlowOrthogonal(request)
  if (slow) context.addIssue({ code: 'custom', path: ['network', 'initializer'], message: slow })
  const frames = countFrames(request)
  if (frames > maxFrames) {
    const message = `${frames} readings; a run may record ${maxFrames}`
    context.addIssue({ code: 'custom', path: ['diagnostics', 'everySteps'], message })
  }
})
/** As a client writes it. */
export type RunRequest = z.input<typeof runRequestSchema>

/** As a run keeps it: every default filled in. */
export const runConfigSchema = requestFields.omit({ name: true, after: true })
export type RunConfig = z.output<typeof runConfigSchema>
/** In a run it is described by `runConfigSchema`, but not checked again: what a run began with stays as it is. */
export const keptConfigSchema = z.custom<RunConfig>((value) => typeof value === 'object' && value !== null)

/** Steps of a whole training, the smaller last batch of each epoch included. */
export function countSteps({
  dataset,
  batchSize,
  epochs,
}: Pick<RunConfig, 'dataset' | 'batchSize' | 'epochs'>): number {
  return Math.ceil(describeDataset(dataset).trainSamples / batchSize) * epochs
}

/** Steps after which a fork is complete that goes on, under `config`, from a checkpoint in (or at the end of) `epoch`. */
export function countForkSteps(
  parent: { steps: number; config: RunConfig },
  epoch: number,
  config: RunConfig,
): number {
  const perEpoch = ({ dataset, batchSize }: RunConfig) => countSteps({ dataset, batchSize, epochs: 1 })
  const endOfEpoch = parent.steps - (parent.config.epochs - epoch) * perEpoch(parent.config)
  return endOfEpoch + (config.epochs - epoch) * perEpoch(config)
}

/** Frames that a training records at most: a reading at its first step and at the cadence, one for each epoch. */
function countFrames(config: Pick<RunConfig, 'dataset' | 'batchSize' | 'epochs' | 'diagnostics'>): number {
  return 2 + Math.floor(countSteps(config) / config.diagnostics.everySteps) + config.epochs
}

/** Units of the output layer that follows a dataset's task; a softmax has one for each class, of two as well. */
export function outputUnits(dataset: RunConfig['dataset'], output?: OutputConfig): number {
  const { task, classes } = describeDataset(dataset)
  return task === 'binary' && output?.activation !== 'softmax' ? 1 : classes
}

/** What a network learns: weights, biases, the gain and shift of each normalization, learned slopes. */
export function countParameters(
  dataset: RunConfig['dataset'],
  { hidden, output }: Pick<RunConfig['network'], 'hidden' | 'output'>,
): number {
  let inputs = describeDataset(dataset).inputs
  let total = 0
  for (const { units, normalization, activation } of hidden) {
    const perUnit = 1 + (normalization ? 2 : 0) + (activations[activation].alpha?.kind === 'learned' ? 1 : 0)
    total += (inputs + perUnit) * units
    inputs = units
  }
  return total + (inputs + 1) * outputUnits(dataset, output)
}

/** Multiplications that an orthogonal start may take: about those of 1,024 × 1,024 weights, some seconds. */
const mostOrthogonalWork = 1.1e9

/** Why the orthogonal start of a layer would take minutes; null where none would. */
function findSlowOrthogonal({ dataset, network }: Pick<RunConfig, 'dataset' | 'network'>): string | null {
  if (network.initializer !== 'orthogonal') return null
  let inputs = describeDataset(dataset).inputs
  for (const { units } of [...network.hidden, { units: outputUnits(dataset, network.output) }]) {
    if (inputs * units * Math.min(inputs, units) > mostOrthogonalWork) {
      return `An orthogonal start of ${inputs} × ${units} weights would take minutes; 1,024 × 1,024 is the most`
    }
    inputs = units
  }
  return null
}

export const runPatchSchema = z
  .strictObject({
    name: nameSchema,
    tags: tagsSchema,
    notes: textSchema.max(20_000),
    priority: prioritySchema,
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'Nothing to change')
  .meta({ minProperties: 1 })
export type RunPatch = z.infer<typeof runPatchSchema>

const summaryEntrySchema = z.object({
  last: metricValueSchema,
  best: z.number().nullable().describe('Highest accuracy or lowest loss; null while no value was finite.'),
  bestStep: z.int().nullable(),
})

/** A replay's comparison with the run that it repeats; `identical` is null until it has ended. */
const replaySchema = z.object({
  of: z.string(),
  identical: z.boolean().nullable(),
  firstDifference: z
    .object({
      step: z.int().nullable(),
      key: z.string(),
      original: z.union([metricValueSchema, z.string()]).nullable(),
      replayed: z.union([metricValueSchema, z.string()]).nullable(),
    })
    .nullable()
    .describe(
      'Where it first differs: at which step, in what (a metric key, `weights`, `config`, …), by which values.',
    ),
  weightsOnly: z
    .literal(true)
    .optional()
    .describe(
      'Weights and summary alone were compared: retention had taken points of the run that it repeats.',
    ),
})
export type Replay = z.infer<typeof replaySchema>

/** The checkpoint of another run that a fork goes on from. */
const forkSchema = z.object({
  of: z.string(),
  step: z.int().nullable().describe('Null while the other run has not completed.'),
  weights: z.string().nullable().describe('sha-256 in hex of the parameters that it begins with.'),
  /** Config of the other run, to tell what differs even when that run is gone. */
  config: keptConfigSchema,
})
export type Fork = z.infer<typeof forkSchema>

/** A learning rate that was set while the run went on. */
const learningRateChangeSchema = z.object({
  id: z.int().describe('Id of its event.'),
  step: z.int().nullable().describe('Steps that were done when it applied; null until it does.'),
  learningRate: z.number(),
})
export type LearningRateChange = z.infer<typeof learningRateChangeSchema>

export const runSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: runStateSchema,
  attempt: z.int().min(0).describe('How often a worker has begun it.'),
  config: keptConfigSchema,
  progress: z.object({
    step: z.int(),
    steps: z.int(),
    epoch: z.int(),
    epochs: z.int(),
    samplesPerSecond: z.number().nullable().describe('Of training alone, validation not counted.'),
    etaSeconds: z.number().nullable(),
  }),
  summary: z
    .record(z.string(), summaryEntrySchema)
    .describe('Per headline metric: `train/loss`, `train/accuracy`, `val/loss`, `val/accuracy`.'),
  verdicts: z.array(verdictSchema),
  error: z.string().nullable(),
  receipt: z
    .object({
      config: z.string(),
      data: z.string(),
      kernels: z.string(),
      numericClass: z.enum(numericClasses),
      weights: z.string(),
      summary: z.string(),
    })
    .nullable()
    .describe('Of a completed run: sha-256 in hex of what it was made of and came to.'),
  tags: z.array(z.string()),
  notes: z.string(),
  priority: z.int(),
  createdBy: z.string().nullable().describe('Name of the member who made it; null where none was given.'),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  url: z.string(),
  memoryBytes: z
    .int()
    .nullable()
    .describe('Bytes that the training took at most, measured; null until it began.'),
  replay: replaySchema
    .nullable()
    .describe('What a replay is compared with, and how that came out; null for a run that is none.'),
  seq: z.int().describe("Sequence number of the metrics log's last frame; 0 before the first."),
  rawPoints: z
    .enum(['all', 'thinned', 'none'])
    .describe('What retention has left of its raw points; the rollups that charts read stay.'),
  requested: z
    .enum(['pause', 'stop'])
    .nullable()
    .describe('What a running run was asked for and has not done yet.'),
  after: z
    .string()
    .nullable()
    .describe('The run that has to complete before this one may begin; null where none has to, or it has.'),
  fork: forkSchema.nullable(),
  learningRateChanges: z
    .array(learningRateChangeSchema)
    .describe('In the order in which they were asked for.'),
})
export type Run = z.infer<typeof runSchema>
export type Summary = Run['summary']

/** A run's place in the palette, 0 to 7: the last character of its id, so that it is the same everywhere. */
export function colourOf(runId: string): number {
  return Number.parseInt(runId.slice(-1), 36) % 8
}
