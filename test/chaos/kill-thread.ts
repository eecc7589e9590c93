import { syncBuiltinESMExports } from 'node:module'
import threads, { isMainThread, type WorkerOptions } from 'node:worker_threads'

// Loaded before a server (`node --import`): SIGUSR2 kills one of its training threads, each in its turn, as a crash
// of native code or of the heap would: without a word, in the middle of whatever it does.

const { Worker } = threads
const training = new Set<InstanceType<typeof Worker>>()

class Mortal extends Worker {
  constructor(filename: string | URL, options?: WorkerOptions) {
    super(filename, options)
    if (!String(filename).includes('piscina')) return
    training.add(this)
    this.once('exit', () => training.delete(this))
  }
}

if (isMainThread) {
  threads.Worker = Mortal
  syncBuiltinESMExports()
  let kills = 0
  process.on('SIGUSR2', () => {
    const victim = [...training][kills++ % Math.max(1, training.size)]
    void victim?.terminate()
  })
}
