import { z } from 'zod'
import { type Run, runSchema } from './run.ts'
import { runFilterSchema } from './run-filter.ts'

/** The metrics that a run is judged by: those in its summary. */
export const headlineMetrics = ['train/loss', 'train/accuracy', 'val/loss', 'val/accuracy'] as const
export type HeadlineMetric = (typeof headlineMetrics)[number]

/** What a list can be sorted by, each upwards, and downwards behind a minus. */
const runSorts = (['createdAt', ...headlineMetrics] as const).flatMap((by) => [by, `-${by}`] as const)
export type RunSort = (typeof runSorts)[number]

export const runListQuerySchema = runFilterSchema.extend({
  sort: z
    .enum(runSorts)
    .default('-createdAt')
    .describe(
      'Upwards; downwards behind a minus: `-createdAt` is newest first, `val/loss` lowest first, `-val/accuracy` ' +
        'highest first. A metric counts by its best figure. Runs without one come last in both directions, newest first.',
    ),
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Runs a page.'),
  cursor: z
    .string()
    .max(200)
    .optional()
    .describe('The `nextCursor` of the page before. It goes on in the `sort` that it was answered for.'),
})
export type RunListQuery = z.output<typeof runListQuerySchema>

export const runListSchema = z.object({
  items: z.array(runSchema),
  nextCursor: z.string().nullable().describe('What to ask the next page with; null on the last.'),
})
export interface RunList {
  items: Run[]
  nextCursor: string | null
}
