import type { FrameBatch, SubscribeAnswer } from '#lib/contracts/events.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { ServerStatus } from '#lib/contracts/status.ts'

/** What live pages need of a connection to the server; socket.io is one, a test's fake another. */
export interface StreamPort {
  readonly connected: boolean
  /** Asks for what was recorded after a frame, and for batches of what comes. */
  subscribe(request: { runId: string; after: number }, answer: (answer: SubscribeAnswer) => void): void
  unsubscribe(runId: string): void
  /** Each answers a function that ends the listening. */
  onConnected(listener: () => void): () => void
  onDisconnected(listener: () => void): () => void
  onFrames(listener: (batch: FrameBatch) => void): () => void
  onChanged(listener: (run: Run) => void): () => void
  onDeleted(listener: (runId: string) => void): () => void
  onQueue(listener: (queue: Queue) => void): () => void
  onStatus(listener: (status: ServerStatus) => void): () => void
}
