'use client'

import { useEffect, useState } from 'react'

/**
 * The time, every second. Starts with the server's, so that the first render is the same on both sides.
 *
 * @param initial milliseconds since 1970
 */
export function useNow(initial: number): number {
  const [now, setNow] = useState(initial)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  return now
}
