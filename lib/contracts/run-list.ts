import { z } from 'zod'
import { datasetNames } from '#lib/datasets/catalogue.ts'
import { hiddenActivationNames } from '#lib/nn/names.ts'
import { commaList } from './comma-list.ts'
import { memberNameSchema } from './member.ts'
import { type Run, runSchema, tagSchema } from './run.ts'
import { runStateSchema } from './run-state.ts'
import { textSchema } from './text.ts'

/** The metrics that a run is judged by: those in its summary. */
export const headlineMetrics = ['train/loss', 'train/accuracy', 'val/loss', 'val/accuracy'] as const
export type HeadlineMetric = (typeof headlineMetrics)[number]

/** What a list can be sorted by, each upwards, and downwards behind a minus. */
const runSorts = (['createdAt', ...headlineMetrics] as const).flatMap((by) => [by, `-${by}`] as const)
export type RunSort = (typeof runSorts)[number]

export const runListQuerySchema = z.strictObject({
  state: commaList(z.array(runStateSchema).min(1))
    .optional()
    .describe('One or several, separated by commas.'),
  dataset: z.enum(datasetNames).optional(),
  activation: z.enum(hiddenActivationNames).optional().describe('In any hidden layer.'),
  tag: tagSchema.optional(),
  createdBy: memberNameSchema.optional().describe('Name of the member who made it.'),
  q: textSchema.max(120).optional().describe('Part of the name, in any case.'),
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
