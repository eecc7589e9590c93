import { z } from 'zod'

const days = z.int().min(0).max(36_500).nullable()

/** What a team decides about its server; changed by `PATCH /settings`, kept in the database. */
export const settingsSchema = z.object({
  runningLimit: z
    .int()
    .min(1)
    .max(256)
    .nullable()
    .describe('Runs that may run at once; the number of worker threads where null, and never more.'),
  retention: z.object({
    thinAfterDays: days.describe(
      "Days after its end at which of a run's raw points only every 32nd is kept; never where null.",
    ),
    dropAfterDays: days.describe('Days after its end at which its raw points are dropped. Rollups stay.'),
  }),
})
export type Settings = z.infer<typeof settingsSchema>

export const usualSettings: Settings = {
  runningLimit: null,
  retention: { thinAfterDays: null, dropAfterDays: null },
}

export const settingsPatchSchema = z
  .strictObject({
    runningLimit: settingsSchema.shape.runningLimit,
    retention: z.strictObject(settingsSchema.shape.retention.shape).partial(),
  })
  .partial()
  .refine((patch) => Object.keys(patch).length > 0, 'Nothing to change')
  .meta({ minProperties: 1 })
export type SettingsPatch = z.infer<typeof settingsPatchSchema>
