import { comparisonSchema } from '#lib/contracts/metric.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import { requestJson } from './problem-error.ts'

/** Validation accuracy of a run in a few points. */
export interface Curve {
  steps: number[]
  values: number[]
}

const key = 'val/accuracy'
const points = 40
/** Milliseconds in which requests gather, and most runs of one. */
const gatherFor = 40
const batch = 50

interface Asked {
  id: string
  settle: (curve: Promise<Curve | null>) => void
}

let gathering: Asked[] = []

/** The curve of a run, asked for together with those of other rows; null where nothing was recorded yet. */
export function fetchCurve(id: string): Promise<Curve | null> {
  const { promise, resolve } = Promise.withResolvers<Curve | null>()
  gathering.push({ id, settle: resolve })
  if (gathering.length === 1) setTimeout(ask, gatherFor)
  return promise
}

function ask(): void {
  const asked = gathering
  gathering = []
  for (let from = 0; from < asked.length; from += batch) {
    const part = asked.slice(from, from + batch)
    const answer = fetchCurves([...new Set(part.map(({ id }) => id))])
    for (const { id, settle } of part) settle(answer.then((curves) => curves.get(id) ?? null))
  }
}

async function fetchCurves(ids: readonly string[]): Promise<Map<string, Curve>> {
  const query = new URLSearchParams({ runs: ids.join(), keys: key, maxPoints: String(points) })
  const { runs } = comparisonSchema.parse(await requestJson(`/api/v1/compare?${query}`))
  return new Map(
    Object.entries(runs).flatMap(([id, { series }]) => {
      const one = series[key]
      return one ? [[id, { steps: one.steps, values: one.values.map(decodeValue) }] as const] : []
    }),
  )
}
