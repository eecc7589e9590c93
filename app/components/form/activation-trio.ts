import type { RunRequest } from '#lib/contracts/run.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'

/** The activations that the classic comparison is about. */
export const comparedActivations = ['sigmoid', 'tanh', 'relu'] as const

/** Three runs that differ in nothing but the activation of their hidden layers. */
export function activationTrio(request: RunRequest): { activation: string; request: RunRequest }[] {
  const base = request.name ?? describeDataset(request.dataset).title
  const tags = [...new Set([...(request.tags ?? []), 'compare'])]
  return comparedActivations.map((activation) => ({
    activation,
    request: {
      ...request,
      name: `${base} · ${activation}`,
      tags,
      network: {
        ...request.network,
        hidden: (request.network?.hidden ?? []).map(({ alpha: _, ...layer }) => ({ ...layer, activation })),
      },
    },
  }))
}
