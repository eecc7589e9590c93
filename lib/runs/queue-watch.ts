import type { Queue } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { Log } from '#lib/log.ts'

/** Least milliseconds between two looks at the queue. */
const lookEveryMs = 1000
/** Looking takes at most this share of the time. */
const mostShare = 0.1

export interface QueueWatch {
  /** To be told of every run that changed. */
  changed(run: Run): void
  /** The limit changed, or something that no run shows. */
  touch(): void
  close(): void
}

/** Tells everybody about the queue, some time after it changed, and not more often than it is worth. */
export function watchQueue(
  read: () => Promise<Queue>,
  publish: (queue: Queue) => void,
  log: Log,
): QueueWatch {
  let timer: ReturnType<typeof setTimeout> | undefined
  let pause = lookEveryMs
  let last = ''
  let empty = false
  let again = false
  let looking = false
  let closed = false

  const look = async (): Promise<void> => {
    const began = performance.now()
    const queue = await read()
    pause = Math.max(lookEveryMs, (performance.now() - began) / mostShare)
    empty = queue.queued === 0
    const text = JSON.stringify(queue)
    if (text !== last) publish(queue)
    last = text
  }

  const touch = (): void => {
    again = looking
    if (timer || looking || closed) return
    timer = setTimeout(async () => {
      timer = undefined
      looking = true
      await look().catch((error) => log.warn({ error }, 'the queue could not be read'))
      looking = false
      if (again) touch()
    }, pause)
  }

  return {
    // Progress of what runs moves the expected starts, as long as something waits.
    changed: (run) => {
      if (run.state === 'queued' || !empty) touch()
    },
    touch,
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}
