import { type Clock, thinClock } from '#lib/series/clock.ts'
import type { LogReader } from './log-ports.ts'

/** The clocks of those of the runs that there are, of `most` marks about, in whole milliseconds. */
export async function readClocks(
  log: Pick<LogReader, 'clocks'>,
  ids: readonly string[],
  most: number,
): Promise<Map<string, Clock>> {
  const clocks = await log.clocks(ids)
  return new Map([...clocks].map(([id, clock]) => [id, rounded(thinClock(clock, most))]))
}

function rounded({ steps, seconds, at }: Clock): Clock {
  return { steps, at, seconds: seconds.map((value) => Number(value.toFixed(3))) }
}
