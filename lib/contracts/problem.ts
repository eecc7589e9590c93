import { z } from 'zod'

/** One field that is wrong: `path` in dots and brackets as the client wrote it, e.g. `network.hidden[1].units`. */
const fieldErrorSchema = z.object({ path: z.string(), message: z.string() })
export type FieldError = z.infer<typeof fieldErrorSchema>

/** RFC 9457 problem details: what every failed request is answered with, over HTTP and over sockets. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  errors: z.array(fieldErrorSchema).optional(),
})
export type Problem = z.infer<typeof problemSchema>
