'use client'

import { useSyncExternalStore } from 'react'
import { never, useLive } from '#app/hooks/use-live.tsx'
import type { Queue } from '#lib/contracts/queue.ts'

/**
 * What waits, live.
 *
 * @param initial what the server rendered the page with; it counts until something was announced
 */
export function useQueue(initial: Queue | null): Queue | null {
  const live = useLive()
  const announced = useSyncExternalStore(
    live?.queue.subscribe ?? never,
    live?.queue.snapshot ?? (() => null),
    () => null,
  )
  return announced ?? initial
}
