'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import { ModelShelf, type ShelvedModel, type WantedModel } from '#app/inference/model-shelf.ts'
import { fetchWeights } from '#app/requests/weights.ts'

const none: readonly ShelvedModel[] = []

/** The networks of some runs in this browser, each with the weights of the step at which it is wanted. */
export function useModels(wanted: readonly WantedModel[]): {
  models: readonly ShelvedModel[]
  retry: () => void
} {
  const [shelf] = useState(
    () =>
      new ModelShelf({
        // The kernels are fetched once they are needed.
        open: async (config) => (await import('#app/inference/model.ts')).openModel(config),
        fetchWeights,
      }),
  )
  const version = wanted.map(({ run, step }) => `${run.id} ${step}`).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: `version` stands for what is wanted
  useEffect(() => shelf.want(wanted), [shelf, version])
  useEffect(() => () => shelf.close(), [shelf])
  const models = useSyncExternalStore(shelf.subscribe, shelf.snapshot, () => none)
  return { models, retry: () => shelf.retry() }
}
