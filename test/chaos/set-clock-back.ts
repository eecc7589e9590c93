import { isMainThread } from 'node:worker_threads'

// Loaded before a server (`node --import`): SIGUSR2 sets its clock back by a day, as far as it can see.

const RealDate = Date
const dayMs = 24 * 3600 * 1000
let back = 0

class SetBackDate extends RealDate {
  constructor(...parameters: [] | [string | number | Date]) {
    if (parameters.length === 0) super(SetBackDate.now())
    else super(...(parameters as [number]))
  }

  static override now(): number {
    return RealDate.now() - back
  }
}

if (isMainThread) {
  globalThis.Date = SetBackDate as DateConstructor
  process.on('SIGUSR2', () => {
    back += dayMs
  })
}
