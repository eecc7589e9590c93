import { handler } from '#app/api/handler.ts'
import { getRuntime } from '#lib/runtime.ts'

/** For Prometheus. */
export const GET = handler(async () => {
  const { text, contentType } = await getRuntime().metrics()
  return new Response(text, { headers: { 'content-type': contentType, 'cache-control': 'no-store' } })
})
