import { cache } from 'react'
import { type Run, runIdSchema } from '#lib/contracts/run.ts'
import { getRuntime } from '#lib/runtime.ts'

/** Errors cross from the server's copy of the modules into the pages', so their class says nothing here. */
function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'not_found'
}

/** A run by its id, once a request; null where there is none, or where that is no id at all. */
export const findRun = cache(async (id: string): Promise<Run | null> => {
  if (!runIdSchema.safeParse(id).success) return null
  try {
    return await getRuntime().runs.get(id)
  } catch (error) {
    if (isNotFound(error)) return null
    throw error
  }
})
