import { type Settings, type SettingsPatch, settingsSchema } from '#lib/contracts/settings.ts'
import { requestJson, sending } from './problem-error.ts'

/** Changes the server's settings; answers all of them. */
export async function updateSettings(patch: SettingsPatch): Promise<Settings> {
  return settingsSchema.parse(await requestJson('/api/v1/settings', sending('PATCH', patch)))
}
