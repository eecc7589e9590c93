'use client'

import { useEffect, useMemo, useRef } from 'react'
import type { Waiting } from './queue-order.ts'

/** What waits, in the order in which it stood before while `frozen`; what is new then comes last. */
export function useSteadyOrder(waiting: readonly Waiting[], frozen: boolean): readonly Waiting[] {
  const before = useRef<readonly string[]>([])
  const steady = useMemo(() => {
    if (!frozen) return waiting
    const rank = new Map(before.current.map((id, place) => [id, place]))
    const rankOf = ({ run }: Waiting) => rank.get(run.id) ?? rank.size
    return waiting.toSorted((a, b) => rankOf(a) - rankOf(b))
  }, [waiting, frozen])
  useEffect(() => {
    before.current = steady.map(({ run }) => run.id)
  }, [steady])
  return steady
}
