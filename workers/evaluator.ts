import { Piscina } from 'piscina'
import type { Evaluator } from '#lib/runs/network-ports.ts'
import type { Datasets } from './datasets.ts'
import type { EvaluateAnswer, EvaluateMessage } from './messages.ts'

/**
 * Looks at networks in one thread, which begins with the first question and ends once nobody asks. Questions wait for
 * one another, so that never more than one state and one network are in memory.
 */
export function createEvaluator(
  datasets: Datasets,
  onError: (error: Error) => void,
): Evaluator & { close(): Promise<void> } {
  const piscina = new Piscina<EvaluateMessage, EvaluateAnswer>({
    filename: new URL('./evaluate.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: 30_000,
    // Where there are too few cores for all, trainings (at 10) get three parts of four.
    niceIncrement: process.platform === 'linux' ? 15 : 0,
  })
  piscina.on('error', onError)

  const ask: Evaluator['ask'] = async (network, question, read) => {
    const { train, val } = await datasets(network.config.dataset)
    const message: EvaluateMessage = { network, question, train, val, state: null }
    const known = await piscina.run(message)
    if (known === 'unreadable') return null
    if (known !== 'state needed') return known
    const state = await read()
    const answer = await piscina.run({ ...message, state }, { transferList: [state.buffer] })
    return answer instanceof Uint8Array ? answer : null
  }

  let last: Promise<unknown> = Promise.resolve()
  return {
    ask: (...asked) => {
      const answer = last.then(() => ask(...asked))
      last = answer.catch(() => {})
      return answer
    },
    close: () => piscina.destroy(),
  }
}
