import { z } from 'zod'
import { hiddenActivationNames, initializerNames, outputActivationNames } from '#lib/nn/names.ts'
import { metricValueSchema } from './metric-value.ts'

const described = {
  title: z.string(),
  formula: z.string(),
  source: z.string().describe('Where it was proposed.'),
  peak: metricValueSchema.describe('Greatest slope, at the usual alpha.'),
  range: z
    .tuple([metricValueSchema, metricValueSchema])
    .describe('Least and greatest value, at the usual alpha.'),
}

const alphaSchema = z
  .object({
    kind: z.enum(['fixed', 'learned', 'random']),
    usual: z.number(),
    least: z.number(),
    most: z.number(),
  })
  .nullable()
  .describe('Its parameter; null for one that has none.')

/** What is known about every activation, of hidden layers and of the output. */
export const activationListSchema = z.object({
  items: z.array(
    z.object({
      name: z.enum(hiddenActivationNames),
      ...described,
      derivativeFormula: z.string(),
      initializer: z.enum(initializerNames).describe('What `auto` begins a layer with.'),
      rectifier: z.boolean().describe('Whether it is one of the ReLU family.'),
      alpha: alphaSchema,
    }),
  ),
  outputs: z.array(z.object({ name: z.enum(outputActivationNames), ...described })),
})
