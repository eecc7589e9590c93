import { monitorEventLoopDelay } from 'node:perf_hooks'

/** How a process fared while something was measured. */
export interface Health {
  /** Most memory, in MiB. */
  memory: number
  /** Delay of the event loop in milliseconds. */
  loopP50: number
  loopP99: number
  loopMax: number
}

/** Watches this process until the answer is called. */
export function watchHealth(): () => Health {
  const delay = monitorEventLoopDelay({ resolution: 10 })
  delay.enable()
  let most = process.memoryUsage.rss()
  const timer = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 100)
  return () => {
    delay.disable()
    clearInterval(timer)
    // A timer of 10 ms that is not late counts as 10.
    const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - 10)
    return {
      memory: most / 2 ** 20,
      loopP50: late(delay.percentile(50)),
      loopP99: late(delay.percentile(99)),
      loopMax: late(delay.max),
    }
  }
}
