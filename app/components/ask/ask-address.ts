import type { Point } from '#app/inference/strokes.ts'

/** Most runs that are asked at once: each has a colour of its own. */
export const mostAsked = 8

/** What the address of the page holds beside the runs. */
export interface AskPlace {
  /** Null stays with the newest checkpoint. */
  step: number | null
  /** Place of a held-out sample. */
  sample: number | null
  /** Of the plane, where samples are points. */
  point: Point | null
}

type Parameters = Record<string, string | string[] | undefined>

/** What an address asks for; what is no such thing is left out. */
export function readPlace(parameters: Parameters): AskPlace {
  const [x, y] = String(parameters.point ?? '')
    .split(',')
    .map((part) => (part === '' ? Number.NaN : Number(part)))
  return {
    step: wholeNumber(parameters.step),
    sample: wholeNumber(parameters.sample),
    point: x !== undefined && y !== undefined && Number.isFinite(x) && Number.isFinite(y) ? { x, y } : null,
  }
}

function wholeNumber(value: string | string[] | undefined): number | null {
  return typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : null
}

/** The address of the page. */
export function askAddress(
  runIds: readonly string[],
  { step, sample, point }: Partial<AskPlace> = {},
): string {
  const parts = [`runs=${runIds.join(',')}`]
  if (step !== null && step !== undefined) parts.push(`step=${step}`)
  if (sample !== null && sample !== undefined) parts.push(`sample=${sample}`)
  if (point) parts.push(`point=${point.x},${point.y}`)
  return `/ask?${parts.join('&')}`
}
