import { handler, json } from '#app/api/handler.ts'
import { getRuntime } from '#lib/runtime.ts'

export const GET = handler(async () => json(await getRuntime().runs.queue()))
