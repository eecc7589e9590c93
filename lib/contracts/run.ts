import { z } from 'zod'
import { datasetNames, describeDataset } from '#lib/datasets/catalogue.ts'
import {
  hiddenActivationNames,
  initializerNames,
  lossNames,
  numericClasses,
  optimizerNames,
  outputActivationNames,
} from '#lib/nn/names.ts'

/** Largest accepted network: keeps the memory of one run below about 2 GB before anything is allocated. */
const maxParameters = 64_000_000

/** Most frames that a run may record: what a page can open at once. */
const maxFrames = 1_000_000

export const runStates = ['queued', 'running', 'paused', 'completed', 'failed', 'stopped'] as const
const runStateSchema = z.enum(runStates)
export type RunState = z.infer<typeof runStateSchema>

export const endedStates: readonly RunState[] = ['completed', 'failed', 'stopped']

const hiddenLayerSchema = z
  .strictObject({
    units: z.int().min(1).max(4096),
    activation: z.enum(hiddenActivationNames),
    /** Slope below zero; leaky_relu only, 0.01 where absent. */
    alpha: z.number().min(0).max(1).optional(),
  })
  .superRefine((layer, context) => {
    if (layer.alpha !== undefined && layer.activation !== 'leaky_relu') {
      context.addIssue({ code: 'custom', path: ['alpha'], message: `${layer.activation} takes no alpha` })
    }
  })
export type HiddenLayer = z.infer<typeof hiddenLayerSchema>

/** The outputs that make sense, as pairs: a loss is defined by what it reads. */
const outputSchema = z
  .strictObject({ activation: z.enum(outputActivationNames), loss: z.enum(lossNames) })
  .superRefine((output, context) => {
    const needed = {
      cross_entropy: 'softmax',
      binary_cross_entropy: 'sigmoid',
      mean_squared_error: undefined,
    }
    const activation = needed[output.loss]
    if (activation !== undefined && output.activation !== activation) {
      context.addIssue({
        code: 'custom',
        path: ['loss'],
        message: `${output.loss} needs a ${activation} output`,
      })
    }
  })

/** Text that the database can keep: no NUL, no half of a surrogate pair. */
const textSchema = z
  .string()
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'Holds a character that is not text')
const tagSchema = textSchema.trim().min(1).max(40)
const tagsSchema = z.array(tagSchema).max(20)
const nameSchema = textSchema.trim().min(1).max(120)
const prioritySchema = z.int().min(-100).max(100)

const networkSchema = z.strictObject({
  hidden: z.array(hiddenLayerSchema).max(32),
  initializer: z.enum(initializerNames).default('auto'),
  output: outputSchema.optional(),
})

const defaultHidden: HiddenLayer[] = [
  { units: 128, activation: 'relu' },
  { units: 64, activation: 'relu' },
]

/** What starts a run. Everything but `dataset` has a default; unknown fields are refused by name. */
export const runRequestSchema = z
  .strictObject({
    name: nameSchema.optional(),
    dataset: z.enum(datasetNames),
    network: networkSchema.prefault({ hidden: defaultHidden }),
    optimizer: z
      .strictObject({
        name: z.enum(optimizerNames).default('sgd'),
        learningRate: z.number().positive().max(1000).default(0.1),
        momentum: z.number().min(0).lt(1).default(0),
      })
      .prefault({}),
    schedule: z.strictObject({ name: z.enum(['constant']).default('constant') }).prefault({}),
    batchSize: z.int().min(1).max(4096).default(64),
    epochs: z.int().min(1).max(10_000).default(5),
    seed: z.int().min(0).max(0xffff_ffff).default(1),
    diagnostics: z.strictObject({ everySteps: z.int().min(1).max(100_000).default(50) }).prefault({}),
    tags: tagsSchema.default([]),
    priority: prioritySchema.default(0),
  })
  .superRefine((request, context) => {
    const dataset = describeDataset(request.dataset)
    if (request.batchSize > dataset.trainSamples) {
      const message = `${request.dataset} has ${dataset.trainSamples} training samples`
      context.addIssue({ code: 'custom', path: ['batchSize'], message })
    }
    const { output } = request.network
    const onlyFor = {
      cross_entropy: 'multiclass',
      binary_cross_entropy: 'binary',
      mean_squared_error: undefined,
    }
    const task = output && onlyFor[output.loss]
    if (task !== undefined && task !== dataset.task) {
      const message = `${output?.loss} is for ${task} data; ${request.dataset} is ${dataset.task}`
      context.addIssue({ code: 'custom', path: ['network', 'output', 'loss'], message })
    }
    const frames = countFrames(request)
    if (frames > maxFrames) {
      const message = `${frames} readings; a run may record ${maxFrames}`
      context.addIssue({ code: 'custom', path: ['diagnostics', 'everySteps'], message })
    }
    const parameters = countParameters(request.dataset, request.network.hidden)
    if (parameters > maxParameters) {
      const message = `${parameters} parameters; at most ${maxParameters} fit into a run`
      context.addIssue({ code: 'custom', path: ['network', 'hidden'], message })
    }
  })
/** As a client writes it. */
export type RunRequest = z.input<typeof runRequestSchema>
/** As a run keeps it: every default filled in. */
export type RunConfig = Omit<z.output<typeof runRequestSchema>, 'name'>

/** Steps of a whole training, the smaller last batch of each epoch included. */
export function countSteps({
  dataset,
  batchSize,
  epochs,
}: Pick<RunConfig, 'dataset' | 'batchSize' | 'epochs'>): number {
  return Math.ceil(describeDataset(dataset).trainSamples / batchSize) * epochs
}

/** Frames that a training records at most: a reading at its first step and at the cadence, one for each epoch. */
function countFrames(config: Pick<RunConfig, 'dataset' | 'batchSize' | 'epochs' | 'diagnostics'>): number {
  return 2 + Math.floor(countSteps(config) / config.diagnostics.everySteps) + config.epochs
}

/** Units of the output layer that follows a dataset's task. */
export function outputUnits(dataset: RunConfig['dataset']): number {
  const { task, classes } = describeDataset(dataset)
  return task === 'binary' ? 1 : classes
}

/** Weights and biases of the network, output layer included. */
export function countParameters(dataset: RunConfig['dataset'], hidden: readonly { units: number }[]): number {
  let inputs = describeDataset(dataset).inputs
  let total = 0
  for (const units of [...hidden.map((layer) => layer.units), outputUnits(dataset)]) {
    total += (inputs + 1) * units
    inputs = units
  }
  return total
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
export type RunPatch = z.infer<typeof runPatchSchema>

/** JSON has no NaN and no infinities; they travel under their names. */
export const metricValueSchema = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])
export type MetricValue = z.infer<typeof metricValueSchema>

const summaryEntrySchema = z.object({
  last: metricValueSchema,
  /** Highest accuracy or lowest loss; absent while no value was finite. */
  best: z.number().nullable(),
  bestStep: z.int().nullable(),
})

export const runSchema = z.object({
  id: z.string(),
  name: z.string(),
  state: runStateSchema,
  /** How often a worker has begun it. */
  attempt: z.int().min(0),
  config: z.custom<RunConfig>((value) => typeof value === 'object' && value !== null),
  progress: z.object({
    step: z.int(),
    steps: z.int(),
    epoch: z.int(),
    epochs: z.int(),
    /** Of training alone, validation not counted. */
    samplesPerSecond: z.number().nullable(),
    etaSeconds: z.number().nullable(),
  }),
  /** Per headline metric: `train/loss`, `train/accuracy`, `val/loss`, `val/accuracy`. */
  summary: z.record(z.string(), summaryEntrySchema),
  verdicts: z.array(z.never()),
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
    .nullable(),
  tags: z.array(z.string()),
  notes: z.string(),
  priority: z.int(),
  createdBy: z.string().nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  url: z.string(),
})
export type Run = z.infer<typeof runSchema>
export type Summary = Run['summary']

export const runListQuerySchema = z.strictObject({
  /** One or several, separated by commas. */
  state: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(runStateSchema))
    .optional(),
  dataset: z.enum(datasetNames).optional(),
  activation: z.enum(hiddenActivationNames).optional(),
  tag: tagSchema.optional(),
  /** Part of the name, in any case. */
  q: textSchema.max(120).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(200).optional(),
})
export type RunListQuery = z.output<typeof runListQuerySchema>
export interface RunList {
  items: Run[]
  nextCursor: string | null
}

const runIdPattern = /^[0-9a-z]{16}$/
export const runIdSchema = z.string().regex(runIdPattern, 'Not the id of a run')

/** A run's place in the palette, 0 to 7: the last character of its id, so that it is the same everywhere. */
export function colourOf(runId: string): number {
  return Number.parseInt(runId.slice(-1), 36) % 8
}
