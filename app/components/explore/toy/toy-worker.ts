import { openKernels } from '#lib/kernels/browser.ts'
import type { ToyAnswer, ToyQuestion } from './toy-messages.ts'
import { createToy, type Toy, type ToyLook, toyBytes } from './toy-training.ts'

/** The part of a worker's global scope that is used here; TypeScript's DOM library has a window's. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<ToyQuestion>) => void) | null
  postMessage(answer: ToyAnswer, transfer: Transferable[]): void
}
const scope = self as unknown as WorkerScope

let toy: Toy | null = null

const buffersOf = (look: ToyLook) => [look.surface, ...look.units, ...look.dead].map(({ buffer }) => buffer)

async function answer(question: ToyQuestion): Promise<void> {
  const { id } = question
  if (question.type === 'start') {
    const bytes = toyBytes(question.settings)
    const training = await openKernels(bytes.training)
    toy = createToy(training, await openKernels(bytes.looking), question.settings)
    const look = toy.look()
    const { points } = toy
    scope.postMessage({ type: 'started', id, points, look, variant: training.variant }, buffersOf(look))
  } else if (toy) {
    toy.advance(question.steps, question.learningRate)
    const look = toy.look()
    scope.postMessage({ type: 'advanced', id, look }, buffersOf(look))
  }
}

/** Questions are answered one after the other, in their order. */
let last = Promise.resolve()
scope.onmessage = ({ data }) => {
  last = last
    .then(() => answer(data))
    .catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error)
      scope.postMessage({ type: 'failed', id: data.id, message }, [])
    })
}
