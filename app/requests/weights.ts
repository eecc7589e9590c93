import { readSafetensors, type Tensors } from '#app/inference/safetensors.ts'
import { requestBytes } from './problem-error.ts'

/** A run's weights at the checkpoint of exactly that step. */
export async function fetchWeights(id: string, step: number, signal: AbortSignal): Promise<Tensors> {
  const path = `/api/v1/runs/${id}/model?format=safetensors&step=${step}`
  return readSafetensors(await requestBytes(path, { signal }))
}
