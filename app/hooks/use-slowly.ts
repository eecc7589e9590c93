'use client'

import { useEffect, useRef, useState } from 'react'

/** A value that follows another no more often than every so many milliseconds: for what is read, and not watched. */
export function useSlowly<Value>(value: Value, milliseconds: number): Value {
  const [slow, setSlow] = useState(value)
  const newest = useRef(value)
  newest.current = value
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)
  useEffect(() => {
    if (value === slow || timer.current !== null) return
    timer.current = setTimeout(() => {
      timer.current = null
      setSlow(newest.current)
    }, milliseconds)
  }, [value, slow, milliseconds])
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current)
      timer.current = null
    },
    [],
  )
  return slow
}
