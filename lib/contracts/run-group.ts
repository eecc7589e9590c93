import { z } from 'zod'
import { keptConfigSchema } from './run.ts'
import { groupings, runFilterSchema } from './run-filter.ts'
import { headlineMetrics } from './run-list.ts'

/** Newest runs of a group that are named: as many as one comparison may hold. */
export const mostGroupIds = 100

const groupSorts = ['createdAt', '-createdAt', 'mean', '-mean'] as const

export const runGroupsQuerySchema = runFilterSchema.extend({
  by: z.enum(groupings).describe('`config` is all that decides a result but the seed.'),
  metric: z.enum(headlineMetrics).default('val/accuracy').describe('Whose best figures are summed up.'),
  sort: z
    .enum(groupSorts)
    .default('-createdAt')
    .describe(
      'Upwards; downwards behind a minus. By the newest run, or by the mean; groups without one last.',
    ),
  limit: z.coerce.number().int().min(1).max(500).default(200),
})
export type RunGroupsQuery = z.output<typeof runGroupsQuerySchema>

const runGroupSchema = z.object({
  id: z.string().describe('To be given to a list of runs as `group`.'),
  value: z
    .string()
    .nullable()
    .describe('What its runs share; null where they have none, a hash of the config where that is it.'),
  runs: z.int().describe('A run with several tags is in several groups.'),
  seeds: z.int().describe('Different seeds among them.'),
  figures: z
    .object({
      runs: z.int().describe('Runs that have a figure.'),
      mean: z.number(),
      spread: z.number().nullable().describe('Standard deviation (n − 1); null of a single run.'),
      best: z.number(),
    })
    .nullable()
    .describe('The best figures of its runs, summed up.'),
  newest: z.iso.datetime().describe('When the newest of them was made.'),
  ids: z.array(z.string()).describe(`The newest of them, ${mostGroupIds} at most.`),
  /** Of the newest of them. */
  config: keptConfigSchema,
})
export type RunGroup = z.infer<typeof runGroupSchema>

export const runGroupsSchema = z.object({
  total: z.int().describe('Groups in all, those beyond the limit included.'),
  items: z.array(runGroupSchema),
})
export type RunGroups = z.infer<typeof runGroupsSchema>
