import { z } from 'zod'

const learningRate = (usual: number) => z.number().positive().max(1000).default(usual)
/** Gradients whose norm over all layers is greater are scaled down to it. */
const clipNorm = z.number().positive().max(1e9).optional()
/** Not smaller: as float32 it must stay above zero, or silent inputs become 0/0. */
const epsilon = z.number().min(1e-12).max(1).default(1e-8)
const beta = (usual: number) => z.number().min(0).lt(1).default(usual)
const momentum = (usual: number) => z.number().min(0).lt(1).default(usual)

const descent = <Name extends string>(name: z.ZodLiteral<Name>, usualMomentum: number) =>
  z.strictObject({
    name,
    learningRate: learningRate(0.1),
    momentum: momentum(usualMomentum),
    clipNorm,
  })
const adam = {
  learningRate: learningRate(0.001),
  beta1: beta(0.9),
  beta2: beta(0.999),
  epsilon,
  clipNorm,
}

/** How gradients move the weights; see lib/nn/optimizers.ts for the formulas. */
export const optimizerSchema = z.preprocess(
  // A client that says nothing of the name means plain descent.
  (value) => (isNameless(value) ? { name: 'sgd', ...value } : value),
  z.discriminatedUnion('name', [
    descent(z.literal('sgd').meta({ default: 'sgd' }), 0),
    descent(z.literal('momentum'), 0.9),
    descent(z.literal('nesterov'), 0.9),
    z.strictObject({
      name: z.literal('rmsprop'),
      learningRate: learningRate(0.001),
      decay: beta(0.99),
      epsilon,
      clipNorm,
    }),
    z.strictObject({ name: z.literal('adam'), ...adam }),
    z.strictObject({
      name: z.literal('adamw'),
      ...adam,
      weightDecay: z.number().min(0).max(1).default(0.01),
    }),
  ]),
)
export type OptimizerConfig = z.output<typeof optimizerSchema>

/** How the learning rate changes over a run, as a factor of the optimizer's; see lib/nn/schedules.ts. */
export const scheduleSchema = z.preprocess(
  (value) => (isNameless(value) ? { name: 'constant', ...value } : value),
  z.discriminatedUnion('name', [
    z.strictObject({ name: z.literal('constant').meta({ default: 'constant' }) }),
    /** Times `factor` after every `everyEpochs`. */
    z.strictObject({
      name: z.literal('step'),
      everyEpochs: z.int().min(1).max(10_000).default(10),
      factor: z.number().positive().max(1).default(0.1),
    }),
    /** Times `factor` over each epoch, smoothly. */
    z.strictObject({
      name: z.literal('exponential'),
      factor: z.number().positive().max(1).default(0.95),
    }),
    /** Along half a cosine down to `finalFactor`. */
    z.strictObject({ name: z.literal('cosine'), finalFactor: z.number().min(0).max(1).default(0) }),
    /** Rises in a line over the first `steps`, then stays. */
    z.strictObject({ name: z.literal('warmup'), steps: z.int().min(1).max(1_000_000).default(500) }),
    /** Up to the learning rate over the first `warmupShare` of the run, then down to almost nothing. */
    z.strictObject({
      name: z.literal('one_cycle'),
      warmupShare: z.number().min(0.01).max(0.99).default(0.3),
      initialFactor: z.number().positive().max(1).default(0.04),
      finalFactor: z.number().min(0).max(1).default(0.0001),
    }),
  ]),
)
export type ScheduleConfig = z.output<typeof scheduleSchema>

/** Added to the loss of the weights, not of the biases: l1·Σ|w| + ½·l2·Σw². */
export const regularizationSchema = z
  .strictObject({ l1: z.number().min(0).max(100).default(0), l2: z.number().min(0).max(100).default(0) })
  .prefault({})

/** Ends a run after `patience` epochs without a val/loss that is better by `minDelta`. */
export const earlyStoppingSchema = z
  .strictObject({
    patience: z.int().min(1).max(10_000).default(5),
    minDelta: z.number().min(0).max(1e6).default(0),
  })
  .nullable()
  .default(null)

export const diagnosticsSchema = z
  .strictObject({
    everySteps: z.int().min(1).max(100_000).default(50),
    onNonFinite: z
      .enum(['fail', 'continue'])
      .default('fail')
      .describe('What to do at the first loss that is NaN or infinite.'),
  })
  .prefault({})

function isNameless(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !('name' in value)
}
