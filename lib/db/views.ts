import type { ViewPage } from '#lib/contracts/view.ts'
import type { StoredView, ViewStore } from '#lib/views/ports.ts'
import type { View as ViewRow } from './client/client.ts'
import type { Database } from './database.ts'
import { guarded } from './guard.ts'

/** The table of views: written once, never changed. */
export function createViewStore({ prisma, onFault }: Pick<Database, 'prisma' | 'onFault'>): ViewStore {
  return guarded<ViewStore>(
    {
      put: async ({ id, page, query }) => {
        await prisma.view.createMany({ data: [{ id, page, query }], skipDuplicates: true })
        return toStored(await prisma.view.findUniqueOrThrow({ where: { id } }))
      },
      find: async (id) => {
        const row = await prisma.view.findUnique({ where: { id } })
        return row && toStored(row)
      },
    },
    onFault,
  )
}

function toStored({ id, page, query, createdAt }: ViewRow): StoredView {
  return { id, page: page as ViewPage, query, createdAt: createdAt.toISOString() }
}
