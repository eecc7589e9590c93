import { z } from 'zod'
import { activations } from '#lib/nn/activations.ts'
import {
  hiddenActivationNames,
  initializerNames,
  lossNames,
  normalizationNames,
  outputActivationNames,
} from '#lib/nn/names.ts'

const hiddenLayerSchema = z
  .strictObject({
    units: z.int().min(1).max(4096),
    activation: z.enum(hiddenActivationNames),
    alpha: z.number().optional().describe("The activation's parameter; its usual one where absent."),
    dropout: z
      .number()
      .min(0)
      .max(0.95)
      .optional()
      .describe('Share of the outputs that a training step sets to zero.'),
    normalization: z
      .enum(normalizationNames)
      .optional()
      .describe("Of the pre-activations: over the batch, or over the layer's units."),
  })
  .superRefine(({ activation, alpha }, context) => {
    if (alpha === undefined) return
    const { alpha: spec } = activations[activation]
    const complain = (message: string) => context.addIssue({ code: 'custom', path: ['alpha'], message })
    if (!spec || spec.kind === 'random') complain(`${activation} takes no alpha`)
    else if (alpha < spec.least || alpha > spec.most) {
      complain(`The alpha of ${activation} is between ${spec.least} and ${spec.most}`)
    }
  })
export type HiddenLayer = z.infer<typeof hiddenLayerSchema>

/** The outputs that make sense, as pairs: a loss is defined by what it reads. */
const outputSchema = z
  .strictObject({
    activation: z.enum(outputActivationNames),
    loss: z.enum(lossNames),
    temperature: z
      .number()
      .min(0.01)
      .max(100)
      .optional()
      .describe('Logits are divided by it before the softmax.'),
    labelSmoothing: z
      .number()
      .min(0)
      .max(0.9)
      .optional()
      .describe("Share of a class's target that is spread over all classes."),
    delta: z
      .number()
      .positive()
      .max(1e6)
      .optional()
      .describe("Error from which Huber's loss grows linearly."),
  })
  .superRefine((output, context) => {
    const complain = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message })
    if (output.loss === 'cross_entropy' && output.activation !== 'softmax') {
      complain('loss', 'cross_entropy needs a softmax output')
    }
    if (output.loss === 'binary_cross_entropy' && output.activation !== 'sigmoid') {
      complain('loss', 'binary_cross_entropy needs a sigmoid output')
    }
    if (output.temperature !== undefined && output.activation !== 'softmax') {
      complain('temperature', `A ${output.activation} output takes no temperature`)
    }
    if (output.labelSmoothing !== undefined && output.loss !== 'cross_entropy') {
      complain('labelSmoothing', `${output.loss} takes no label smoothing`)
    }
    if (output.delta !== undefined && output.loss !== 'huber') {
      complain('delta', `${output.loss} takes no delta`)
    }
  })
export type OutputConfig = z.infer<typeof outputSchema>

/** By name, or with its parameter; by name alone constant is 0.1, normal has 0.05 as its deviation, uniform as its limit. */
const initializerSchema = z.union([
  z.enum(initializerNames),
  z.strictObject({ name: z.literal('constant'), value: z.number().min(-100).max(100) }),
  z.strictObject({ name: z.literal('normal'), std: z.number().min(0).max(100) }),
  z.strictObject({ name: z.literal('uniform'), limit: z.number().min(0).max(100) }),
])

const usualHidden: HiddenLayer[] = [
  { units: 128, activation: 'relu' },
  { units: 64, activation: 'relu' },
]

export const networkSchema = z
  .strictObject({
    hidden: z.array(hiddenLayerSchema).max(32),
    initializer: initializerSchema.default('auto'),
    output: outputSchema.optional(),
  })
  .prefault({ hidden: usualHidden })
