import { handler, json } from '#app/api/handler.ts'
import { getRuntime } from '#lib/runtime.ts'

/** Answers as long as the process lives. */
export const GET = handler(async () => {
  const { status, kernels, workers } = getRuntime()
  const { ready, problems } = status()
  const reachable = problems.every(({ code }) => code !== 'database_unreachable')
  return json({ ready, database: reachable ? 'ok' : 'unreachable', problems, kernels, workers })
})
