import { setTimeout as sleep } from 'node:timers/promises'
import { isAppError } from '#lib/errors.ts'

/** Pauses between tries, in milliseconds: about half a minute in all. */
const pauses = [100, 300, 1000, 2000, 4000, 8000, 15_000]
/** While the database is away, which is what it is waited for, it is asked at least so often. */
const longestPauseMs = 2000

/**
 * Does it again where it throws: for as long as the database is away, and for half a minute where it is something else.
 * One last time, at once, where all ends.
 */
export async function persistently<T>(action: () => Promise<T>, ending: AbortSignal): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await action()
    } catch (error) {
      const pause = pauses[tries] ?? (isUnavailable(error) ? longestPauseMs : null)
      if (ending.aborted || pause === null) throw error
      const shortened = isUnavailable(error) ? Math.min(pause, longestPauseMs) : pause
      await sleep(shortened, undefined, { signal: ending }).catch(() => {})
    }
  }
}

/** Whether it tells of a database that is away, busy or full: nothing is wrong with what was asked of it. */
export function isUnavailable(error: unknown): boolean {
  return isAppError(error) && error.code === 'unavailable'
}
