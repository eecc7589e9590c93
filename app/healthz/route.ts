import { handler, json } from '#app/api/handler.ts'
import { getRuntime } from '#lib/runtime.ts'

/** Answers as long as the process lives. */
export const GET = handler(async () => json(await getRuntime().health()))
