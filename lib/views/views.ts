import { createHash } from 'node:crypto'
import { type View, type ViewRequest, viewIdSchema, viewUrl } from '#lib/contracts/view.ts'
import { AppError } from '#lib/errors.ts'
import type { StoredView, ViewStore } from './ports.ts'

/** Characters of an id, 5 bits each: two in a million views share 50 bits once in two thousand such servers. */
const idLengths = [10, 20, 52]

/** States of pages that are too long for an address, under short ids. */
export interface Views {
  /** Keeps a state; the same one again is the same view. */
  save(request: ViewRequest): Promise<View>
  /** @throws AppError not_found where there is none */
  get(id: string): Promise<View>
}

/** @param store where they are kept */
export function createViews(store: ViewStore): Views {
  return {
    save: async ({ page, query }) => {
      const digest = digestOf(page, query)
      for (const length of idLengths) {
        const view = await store.put({ id: digest.slice(0, length), page, query })
        if (view.page === page && view.query === query) return toView(view)
      }
      throw new Error('Two views have one sha-256')
    },
    get: async (id) => {
      const view = viewIdSchema.safeParse(id).success ? await store.find(id) : null
      if (!view) throw new AppError('not_found', 'There is no such view')
      return toView(view)
    },
  }
}

function toView(view: StoredView): View {
  return { ...view, url: viewUrl(view.page, view.id) }
}

const digits = '0123456789abcdefghijklmnopqrstuv'

/** sha-256 of a state in base 32 (RFC 4648's extended hex alphabet, in small letters, without padding). */
function digestOf(page: string, query: string): string {
  const bytes = createHash('sha256').update(`${page}?${query}`).digest()
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('')
  return bits.replace(/.{1,5}/g, (five) => digits[Number.parseInt(five.padEnd(5, '0'), 2)]!)
}
