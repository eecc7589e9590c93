/** Seconds as on a clock: 0:07, 1:36, 2:04:09. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
  if (parts[0] === 0) parts.shift()
  return parts.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':')
}

/** How long something took, with a decimal below ten seconds: 3.2 s, 48 s, 2:04 min. */
export function took(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)} s`
  if (seconds < 60) return `${Math.round(seconds)} s`
  return seconds < 3600 ? `${clock(seconds)} min` : `${clock(seconds)} h`
}

/** How long ago, roughly: now, 40 s, 4 min, 3 h, 2 d. */
export function ago(moment: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(moment)) / 1000)
  if (seconds < 5) return 'now'
  if (seconds < 60) return `${Math.floor(seconds / 5) * 5} s`
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`
  return `${Math.floor(seconds / 86_400)} d`
}

/** Seconds from the start of a run to its end, or to now while it goes on; null before it started. */
export function elapsedSeconds(
  run: { startedAt: string | null; endedAt: string | null },
  now: number,
): number | null {
  if (!run.startedAt) return null
  return Math.max(0, (run.endedAt ? Date.parse(run.endedAt) : now) - Date.parse(run.startedAt)) / 1000
}
