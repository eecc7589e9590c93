import { z } from 'zod'

/** What can be wrong with a server that still answers. */
export const serverProblemCodes = [
  'database_unreachable',
  'database_busy',
  'disk_full',
  'clock_set_back',
  /** It was told to end: what it trains goes back into the queue. */
  'stopping',
] as const
export type ServerProblemCode = (typeof serverProblemCodes)[number]

/** Whether a server can accept and train runs, and what keeps it from that. Readable by a person. */
export const serverStatusSchema = z.object({
  ready: z.boolean(),
  problems: z.array(z.object({ code: z.enum(serverProblemCodes), message: z.string() })),
})
export type ServerStatus = z.infer<typeof serverStatusSchema>
