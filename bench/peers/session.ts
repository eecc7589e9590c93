import { createInterface } from 'node:readline'
import { createRandom } from '#lib/nn/random.ts'
import type { Greeting, Request, Task } from '../task.ts'

/** One contender within its process. */
export interface Peer {
  /** What exactly it is: library, backend, variant. */
  version: string
  /** Trains on the task's next samples; resolves to the seconds that took. */
  train(): number | Promise<number>
  /** Share of the held-out samples classified correctly. */
  validate(): number | Promise<number>
}

/** Builds a peer from the arguments of the process and answers what it is asked, a line each, until input ends. */
export async function serve(create: (task: Task, options: string[]) => Peer | Promise<Peer>): Promise<void> {
  const [task = '{}', ...options] = process.argv.slice(2)
  const say = (answer: object) => console.log(JSON.stringify(answer))
  const greet = (greeting: Greeting) => say(greeting)
  let peer: Peer
  try {
    peer = await create(JSON.parse(task), options)
  } catch (error) {
    greet({ missing: error instanceof Error ? error.message : String(error) })
    return
  }
  greet({ version: peer.version })
  for await (const line of createInterface(process.stdin)) {
    if ((line as Request) === 'train') say({ seconds: await peer.train() })
    else say({ accuracy: await peer.validate() })
  }
  // Threads that a peer has started would keep its process alive.
  process.exit()
}

/** Trains on the samples `rows[start … start+count)`. */
export type Step = (rows: Uint32Array, start: number, count: number) => void

/**
 * A function that trains on the task's next samples in batches of shuffled epochs, and returns the seconds of that.
 * Shuffling is not timed; gathering a batch is, as it belongs to `step`. An epoch's last batch may be shorter.
 */
export function createRounds({ batch, samples, seed }: Task, available: number, step: Step): () => number {
  const random = createRandom(seed, 1)
  const rows = Uint32Array.from({ length: available }, (_, row) => row)
  let at = available
  return () => {
    let milliseconds = 0
    for (let left = samples; left > 0; ) {
      if (at === available) {
        random.shuffle(rows)
        at = 0
      }
      const end = Math.min(available, at + left)
      left -= end - at
      const begin = performance.now()
      for (; at < end; at += batch) step(rows, at, Math.min(batch, end - at))
      milliseconds += performance.now() - begin
      at = end
    }
    return milliseconds / 1000
  }
}
