'use client'

import { useEffect, useRef, useState } from 'react'

/** A value that follows another one, though no more often than every `ms`: for what is costly to draw. */
export function useSlowly<T>(value: T, ms: number): T {
  const [shown, setShown] = useState(value)
  const latest = useRef(value)
  const shownAt = useRef(0)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  latest.current = value

  useEffect(() => {
    if (value === shown || timer.current) return
    timer.current = setTimeout(
      () => {
        timer.current = undefined
        shownAt.current = Date.now()
        setShown(latest.current)
      },
      Math.max(0, shownAt.current + ms - Date.now()),
    )
  }, [value, shown, ms])

  useEffect(
    () => () => {
      clearTimeout(timer.current)
      timer.current = undefined
    },
    [],
  )
  return shown
}
