import { type View, type ViewPage, viewSchema } from '#lib/contracts/view.ts'
import { requestJson, sending } from './problem-error.ts'

/** Keeps the state of a page under a short id; `query` as it would stand behind the question mark. */
export async function saveView(page: ViewPage, query: string): Promise<View> {
  return viewSchema.parse(await requestJson('/api/v1/views', sending('POST', { page, query })))
}
