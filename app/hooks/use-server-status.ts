'use client'

import { useSyncExternalStore } from 'react'
import { never, useLive } from '#app/hooks/use-live.tsx'
import type { ServerStatus } from '#lib/contracts/status.ts'

/** Whether the server is well, as it says itself; null while it has not said so over the present connection. */
export function useServerStatus(): ServerStatus | null {
  const live = useLive()
  return useSyncExternalStore(
    live?.serverStatus.subscribe ?? never,
    live?.serverStatus.snapshot ?? (() => null),
    () => null,
  )
}
