import type { SubscribeAnswer } from '#lib/contracts/events.ts'
import type { Frame } from '#lib/contracts/metric.ts'
import type { Run } from '#lib/contracts/run.ts'

/** What live pages need of a connection to the server; socket.io is one, a test's fake another. */
export interface StreamPort {
  readonly connected: boolean
  subscribe(request: { runId: string; after: number }, answer: (answer: SubscribeAnswer) => void): void
  unsubscribe(runId: string): void
  /** Each answers a function that ends the listening. */
  onConnected(listener: () => void): () => void
  onDisconnected(listener: () => void): () => void
  onFrame(listener: (frame: Frame) => void): () => void
  onChanged(listener: (run: Run) => void): () => void
  onDeleted(listener: (runId: string) => void): () => void
}
