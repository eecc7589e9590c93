import type { View } from '#lib/contracts/view.ts'

/** A view as it is stored. */
export type StoredView = Omit<View, 'url'>

/** Where views are kept. */
export interface ViewStore {
  /** Keeps the view unless there is one of that id, and answers the one that is there then. */
  put(view: Omit<StoredView, 'createdAt'>): Promise<StoredView>
  find(id: string): Promise<StoredView | null>
}
