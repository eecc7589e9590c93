'use client'

import { useEffect, useRef, useState } from 'react'
import { count } from '#app/format/numbers.ts'
import { problemOf } from '#app/requests/problem-error.ts'
import { fetchSamples } from '#app/requests/samples.ts'
import type { DatasetName } from '#lib/datasets/catalogue.ts'
import type { PickedSample } from './question.ts'

/** Fetches, once, the held-out sample that the address names. Answers why it could not, in words; else null. */
export function usePlacedSample(
  dataset: DatasetName,
  index: number | null,
  onSample: (sample: PickedSample) => void,
): string | null {
  const [failure, setFailure] = useState<string | null>(null)
  const answer = useRef(onSample)
  answer.current = onSample
  useEffect(() => {
    if (index === null) return
    const controller = new AbortController()
    const { signal } = controller
    fetchSamples(dataset, { indices: String(index) }, signal).then(
      ({ items }) => items[0] && !signal.aborted && answer.current(items[0]),
      (error) => !signal.aborted && setFailure(failureOf(index, error)),
    )
    return () => controller.abort()
  }, [dataset, index])
  return failure
}

function failureOf(index: number, error: unknown): string {
  const { status, detail } = problemOf(error)
  return status === 400
    ? `There is no held-out sample ${count(index)}.`
    : `Sample ${count(index)} could not be loaded: ${detail}`
}
