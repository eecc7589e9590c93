'use client'

import { useEffect, useRef } from 'react'
import { fetchSamples } from '#app/requests/samples.ts'
import type { DatasetName } from '#lib/datasets/catalogue.ts'
import type { PickedSample } from './question.ts'

/** Fetches, once, the held-out sample that the address names; nothing happens where there is none of that place. */
export function usePlacedSample(
  dataset: DatasetName,
  index: number | null,
  onSample: (sample: PickedSample) => void,
): void {
  const answer = useRef(onSample)
  answer.current = onSample
  useEffect(() => {
    if (index === null) return
    const controller = new AbortController()
    fetchSamples(dataset, { indices: String(index) }, controller.signal).then(
      ({ items }) => items[0] && answer.current(items[0]),
      () => {},
    )
    return () => controller.abort()
  }, [dataset, index])
}
