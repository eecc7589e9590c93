import type { Settings, SettingsPatch } from '#lib/contracts/settings.ts'
import { settingsSchema } from '#lib/contracts/settings.ts'

/** The settings as text fields: an empty one sets no limit. */
export interface SettingsDraft {
  runningLimit: string
  thinAfterDays: string
  dropAfterDays: string
}

export type DraftErrors = Partial<Record<keyof SettingsDraft, string>>

const toText = (value: number | null): string => (value === null ? '' : String(value))

/** The settings as a person edits them. */
export function draftOf({ runningLimit, retention }: Settings): SettingsDraft {
  return {
    runningLimit: toText(runningLimit),
    thinAfterDays: toText(retention.thinAfterDays),
    dropAfterDays: toText(retention.dropAfterDays),
  }
}

const shapes = { runningLimit: settingsSchema.shape.runningLimit, ...settingsSchema.shape.retention.shape }

/** What a draft asks for, or what is wrong with it field by field. */
export function readDraft(draft: SettingsDraft): { patch: SettingsPatch } | { errors: DraftErrors } {
  const errors: DraftErrors = {}
  const read = (field: keyof SettingsDraft): number | null => {
    const text = draft[field].trim()
    const value = text === '' ? null : Number(text)
    if (shapes[field].safeParse(value).success) return value
    errors[field] =
      field === 'runningLimit' ? 'a whole number from 1 to 256, or empty' : 'a whole number of days, or empty'
    return null
  }
  const [thinAfterDays, dropAfterDays] = [read('thinAfterDays'), read('dropAfterDays')]
  const patch = { runningLimit: read('runningLimit'), retention: { thinAfterDays, dropAfterDays } }
  return Object.keys(errors).length > 0 ? { errors } : { patch }
}
