'use client'

import { useEffect } from 'react'
import { useStack } from '#app/components/charts/stack-context.ts'

/** Milliseconds that the playhead rests before the address follows: browsers refuse more than a few changes a second. */
const rest = 250

/** The address with the step at which the playhead was put, or without one where it follows the latest reading. */
export function addressAt(address: string, step: number | null): string {
  const url = new URL(address)
  if (step === null) url.searchParams.delete('step')
  else url.searchParams.set('step', String(Math.round(step)))
  return url.href
}

/** Keeps the step at which the playhead was put in the address, so that a link leads to the same moment. */
export function StepInAddress() {
  const { crosshair } = useStack()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let known = crosshair.snapshot().pinned
    const release = crosshair.subscribe(() => {
      const { pinned } = crosshair.snapshot()
      if (pinned === known) return
      known = pinned
      clearTimeout(timer)
      timer = setTimeout(() => {
        window.history.replaceState(null, '', addressAt(window.location.href, pinned))
      }, rest)
    })
    return () => {
      release()
      clearTimeout(timer)
    }
  }, [crosshair])
  return null
}
