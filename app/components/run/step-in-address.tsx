'use client'

import { useSyncExternalStore } from 'react'
import { useStack } from '#app/components/charts/stack-context.ts'
import { useAddress } from '#app/hooks/use-address.ts'

/** The address with the step at which the playhead was put, or without one where it follows the latest reading. */
export function addressAt(address: string, step: number | null): string {
  const url = new URL(address)
  if (step === null) url.searchParams.delete('step')
  else url.searchParams.set('step', String(Math.round(step)))
  return url.pathname + url.search
}

/** Keeps the step at which the playhead was put in the address, so that a link leads to the same moment. */
export function StepInAddress() {
  const { crosshair } = useStack()
  const pinned = useSyncExternalStore(
    crosshair.subscribe,
    () => crosshair.snapshot().pinned,
    () => crosshair.snapshot().pinned,
  )
  useAddress(String(pinned), () => addressAt(location.href, pinned))
  return null
}
