'use client'

import { useEffect, useState } from 'react'

/** Counts up every `ms` while something goes on, and stands still otherwise. */
export function usePulse(going: boolean, ms: number): number {
  const [pulse, setPulse] = useState(0)
  useEffect(() => {
    if (!going) return
    const timer = setInterval(() => setPulse((before) => before + 1), ms)
    return () => clearInterval(timer)
  }, [going, ms])
  return pulse
}
