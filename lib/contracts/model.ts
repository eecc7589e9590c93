import { z } from 'zod'
import { checkpointStepSchema } from './checkpoint.ts'

export const modelQuerySchema = z.strictObject({
  format: z.enum(['safetensors']).default('safetensors'),
  step: checkpointStepSchema,
})
