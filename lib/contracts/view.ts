import { z } from 'zod'
import { textSchema } from './text.ts'

/** The pages whose state can be kept on the server, each with its address. */
const addresses = { board: '/', compare: '/compare' } as const

const viewPages = ['board', 'compare'] as const satisfies readonly (keyof typeof addresses)[]
const pageSchema = z.enum(viewPages)
export type ViewPage = z.infer<typeof pageSchema>

/** Short, since it stands in links; longer where two views would share one. */
export const viewIdSchema = z.string().regex(/^[0-9a-v]{10,52}$/, 'Not the id of a view')

/** The state of a page as its address would hold it, were it short enough. */
export const viewRequestSchema = z.strictObject({
  page: pageSchema.describe('The page that it opens.'),
  query: textSchema
    .min(1)
    .max(20_000)
    .refine((query) => !query.startsWith('?'), 'Without the question mark')
    .describe('A query string, without its question mark.'),
})
export type ViewRequest = z.infer<typeof viewRequestSchema>

/** A state that was kept; it never changes and never ends. */
export const viewSchema = z.object({
  id: z.string().describe('Follows from page and query alone.'),
  page: pageSchema,
  query: z.string(),
  createdAt: z.iso.datetime().describe('When it was first kept.'),
  url: z.string().describe('Where it opens.'),
})
export type View = z.infer<typeof viewSchema>

/** Address at which a page opens a view. */
export function viewUrl(page: ViewPage, id: string): string {
  return `${addresses[page]}?view=${id}`
}
