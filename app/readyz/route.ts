import { handler, json } from '#app/api/handler.ts'
import { AppError } from '#lib/errors.ts'
import { getRuntime } from '#lib/runtime.ts'

/** Answers 200 while runs can be accepted. */
export const GET = handler(async () => {
  const { ready, database } = await getRuntime().health()
  if (!ready) throw new AppError('unavailable', `The database is ${database}`)
  return json({ ready })
})
