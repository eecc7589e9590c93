import type { SettingStore } from '#lib/settings/ports.ts'
import type { Database } from './database.ts'
import { guarded } from './guard.ts'

/** The table of settings: a row a name. */
export function createSettingStore({ prisma, onFault }: Pick<Database, 'prisma' | 'onFault'>): SettingStore {
  return guarded<SettingStore>(
    {
      read: async () => {
        const rows = await prisma.setting.findMany()
        return Object.fromEntries(rows.map(({ name, value }) => [name, value]))
      },
      write: async (values) => {
        await prisma.$executeRaw`
        INSERT INTO "setting" ("name", "value") SELECT * FROM jsonb_each(${JSON.stringify(values)}::jsonb)
        ON CONFLICT ("name") DO UPDATE SET "value" = excluded."value"`
      },
    },
    onFault,
  )
}
