'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

/** Whether an element has come near the visible part of the page once. */
export function useSeen<E extends Element>(): { box: RefObject<E | null>; seen: boolean } {
  const box = useRef<E>(null)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    if (!box.current || seen) return
    const observer = new IntersectionObserver(
      (entries) => entries.some(({ isIntersecting }) => isIntersecting) && setSeen(true),
      { rootMargin: '50%' },
    )
    observer.observe(box.current)
    return () => observer.disconnect()
  }, [seen])
  return { box, seen }
}
