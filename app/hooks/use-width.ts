import { type RefObject, useLayoutEffect, useRef, useState } from 'react'

/** The width of an element in whole pixels; 0 until it is measured. */
export function useWidth<E extends Element>(): { box: RefObject<E | null>; width: number } {
  const box = useRef<E>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => setWidth(Math.floor(element.clientWidth))
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return { box, width }
}
