import type { Metrics, Series } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { Run } from '#lib/contracts/run.ts'
import { AppError } from '#lib/errors.ts'
import { type Buckets, toBuckets } from '#lib/series/buckets.ts'
import { type FrameBlock, FrameBuffer } from '#lib/series/frames.ts'
import { makeRun } from '../../app/helpers/runs.ts'

interface Point {
  seq: number
  step: number
  value: number
}

/** Keys of the frame `seq`: blocks of different keys interleave, and one key is there only later. */
function keysOf(seq: number): readonly string[] {
  if (seq % 7 === 0) return ['val/loss']
  if (seq % 2 === 0) return ['train/loss', 'grad_norm/hidden_1']
  return seq > 700 && seq % 5 === 0 ? ['train/loss', 'dead_units/hidden_1'] : ['train/loss']
}

/** A run and its log, as the database and the runner would have them. Frame `seq` is of step 10 `seq`. */
export class RecordedRun {
  readonly run: Run
  readonly points = new Map<string, Point[]>()
  readonly #value: (seq: number, key: string) => number
  readonly #keys: (seq: number) => readonly string[]
  seq = 0

  constructor(
    id: string,
    value: (seq: number, key: string) => number = (seq) => Math.sin(seq),
    keys: (seq: number) => readonly string[] = keysOf,
  ) {
    this.run = makeRun({ id })
    this.#value = value
    this.#keys = keys
  }

  /** Appends so many frames, and answers them as a training delivers them. */
  record(frames: number): FrameBlock[] {
    const buffers = new Map<string, FrameBuffer>()
    for (let i = 0; i < frames; i++) {
      const seq = ++this.seq
      const keys = this.#keys(seq)
      const buffer = buffers.get(keys.join()) ?? new FrameBuffer(keys)
      buffers.set(keys.join(), buffer)
      const values = keys.map((key) => this.#value(seq, key))
      buffer.push(seq, 10 * seq, values)
      for (const [k, key] of keys.entries()) {
        const points = this.points.get(key) ?? []
        points.push({ seq, step: 10 * seq, value: values[k]! })
        this.points.set(key, points)
      }
    }
    return [...buffers.values()].map((buffer) => buffer.take())
  }

  /** Takes the log back to a frame, to be recorded again from there. */
  truncate(seq: number): void {
    this.seq = seq
    for (const [key, points] of this.points) {
      const kept = points.filter((point) => point.seq <= seq)
      if (kept.length > 0) this.points.set(key, kept)
      else this.points.delete(key)
    }
  }

  /** The series as a whole, thinned to so many entries. */
  whole(maxPoints: number): Record<string, Buckets> {
    const thin = (points: readonly Point[]) =>
      toBuckets(
        points.map(({ step }) => step),
        points.map(({ value }) => value),
        maxPoints,
      )
    return Object.fromEntries([...this.points].map(([key, points]) => [key, plain(thin(points))]))
  }

  /** What the product answers when it is asked for metrics. */
  metrics({ after, maxPoints }: { after: number; maxPoints: number }): Metrics {
    const series: Record<string, Series> = {}
    for (const [key, all] of this.points) {
      const points = all.filter(({ seq }) => seq > after)
      if (points.length === 0) continue
      const steps = points.map(({ step }) => step)
      series[key] = encoded(
        toBuckets(
          steps,
          points.map(({ value }) => value),
          maxPoints,
        ),
      )
    }
    return { seq: this.seq, series }
  }
}

/** What of buckets a page holds. */
function plain({ steps, values, min, max, nans, total }: Buckets): Buckets {
  return { steps, values, total, ...(min && max ? { min, max } : {}), ...(nans ? { nans } : {}) }
}

function encoded({ values, min, max, ...rest }: Buckets): Series {
  const bounds = min && max ? { min: min.map(encodeValue), max: max.map(encodeValue) } : {}
  return { ...rest, values: values.map(encodeValue), ...bounds }
}

/** Where subscriptions to some recorded runs get their answers; `delay` is awaited before each reading. */
export function backlogOf(runs: readonly RecordedRun[], delay: () => Promise<unknown> = async () => {}) {
  const find = (id: string) => {
    const found = runs.find(({ run }) => run.id === id)
    if (!found) throw new AppError('not_found', `There is no run ${id}`)
    return found
  }
  return {
    run: async (id: string) => {
      await delay()
      const { run, seq } = find(id)
      return { ...run, seq }
    },
    metrics: async (id: string, query: { after: number; maxPoints: number }) => {
      await delay()
      const metrics = find(id).metrics(query)
      await delay()
      return metrics
    },
  }
}
