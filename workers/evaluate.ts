import { move } from 'piscina'
import { enableRevectorizer } from '#lib/kernels/load.ts'
import type { Inspector } from '#lib/nn/inspector.ts'
import type { KeptNetwork } from '#lib/runs/network-ports.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import { evaluateNetwork } from './evaluation.ts'
import { loadNetwork } from './loaded-network.ts'
import type { EvaluateAnswer, EvaluateMessage } from './messages.ts'
import { modelFile } from './model-file.ts'
import { predictSamples } from './prediction.ts'

enableRevectorizer()

/** The network of the question before: the next one is mostly about the same. */
let last: { network: KeptNetwork; inspector: Inspector } | null = null

/** Piscina's task: one question about one network. */
export default function evaluate(task: EvaluateMessage): EvaluateAnswer {
  const { network, state } = task
  if (!last || !isSame(last.network, network)) {
    // Before the next one takes its memory.
    last = null
    if (!state) return 'state needed'
    const inspector = loadNetwork(network, state)
    if (!inspector) return 'unreadable'
    last = { network, inspector }
  }
  // Piscina's move wraps what it is given; what arrives is the array.
  return move(answer(task, last.inspector)) as EvaluateAnswer
}

function isSame(a: KeptNetwork, b: KeptNetwork): boolean {
  return a.runId === b.runId && a.step === b.step && a.weights === b.weights
}

function answer(task: EvaluateMessage, inspector: Inspector): Uint8Array<ArrayBuffer> {
  const { network, question, train, val } = task
  if (question.kind === 'model') return modelFile(network, inspector)
  const spec = toNetworkSpec(network.config)
  const found =
    question.kind === 'evaluation'
      ? evaluateNetwork({ network, spec, inspector }, val)
      : predictSamples({ network, spec, inspector }, question, { train, val })
  return new TextEncoder().encode(JSON.stringify(found))
}
