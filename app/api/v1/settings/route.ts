import { handler, json, parse, readJson } from '#app/api/handler.ts'
import { settingsPatchSchema } from '#lib/contracts/settings.ts'
import { getRuntime } from '#lib/runtime.ts'

export const GET = handler(async () => json(getRuntime().settings.current()))

export const PATCH = handler(async (request: Request) => {
  const patch = parse(settingsPatchSchema, await readJson(request))
  return json(await getRuntime().settings.update(patch))
})
