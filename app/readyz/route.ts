import { handler, json } from '#app/api/handler.ts'
import { AppError } from '#lib/errors.ts'
import { getRuntime } from '#lib/runtime.ts'

/** Answers 200 while runs can be accepted, and otherwise what keeps the server from that. */
export const GET = handler(async () => {
  const { ready, problems } = getRuntime().status()
  if (ready) return json({ ready, problems })
  const errors = problems.map(({ code, message }) => ({ path: code, message }))
  throw new AppError('unavailable', problems.map(({ message }) => message).join('. '), { errors })
})
