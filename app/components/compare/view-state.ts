import { z } from 'zod'
import { strongest } from '#app/components/charts/smoothing.ts'
import { mostCompared } from './compared-run.ts'
import { bands } from './statistics.ts'

export const horizontalUnits = ['step', 'epoch', 'relative', 'wall'] as const
/** What the horizontal axis counts: steps, epochs, seconds of training, or the time of day. */
export type HorizontalUnit = (typeof horizontalUnits)[number]

const idSchema = z.string().regex(/^[0-9a-z-]{1,40}$/)
const keySchema = z.string().regex(/^[\w/]{1,200}$/)
const ascending = ([low, high]: readonly [number, number]) => low < high
const rangeSchema = z.tuple([z.number(), z.number()]).readonly().refine(ascending)

/** One chart of a comparison: the metric, and its vertical axis where a person chose another. */
const chartSchema = z.object({
  key: keySchema,
  scale: z.enum(['log', 'linear']).nullable(),
  range: rangeSchema.nullable(),
})
export type ChartChoice = z.infer<typeof chartSchema>

const mostCharts = 24

/** Everything that a comparison's page can be set to. */
const compareViewSchema = z.object({
  runs: z.array(idSchema).max(mostCompared),
  hidden: z.array(idSchema).max(mostCompared),
  unit: z.enum(horizontalUnits),
  logX: z.boolean(),
  smoothing: z.number().min(0).max(strongest),
  clip: z.boolean(),
  /** The visible part of the horizontal axis, in its unit; null for all of it. */
  visible: rangeSchema.nullable(),
  /** A field of the configuration, or all but the seed; null where every run is a line. */
  groupBy: z
    .string()
    .regex(/^[\w-]{1,60}$/)
    .nullable(),
  band: z.enum(bands),
  /** Null for the usual ones. */
  charts: z.array(chartSchema).max(mostCharts).nullable(),
  /** The line that is brought forward. */
  chosen: idSchema.nullable(),
})
export type CompareView = z.infer<typeof compareViewSchema>

export const usualView: CompareView = {
  runs: [],
  hidden: [],
  unit: 'step',
  logX: false,
  smoothing: 0,
  clip: false,
  visible: null,
  groupBy: null,
  band: 'std',
  charts: null,
  chosen: null,
}

const list = (text: string): string[] => [...new Set(text.split(',').filter(Boolean))]
const flag = (text: string): boolean => text === '1'
const word = (text: string): string | null => text || null

function parseRange(text: string): [number, number] | null {
  const [low, high, ...more] = text.split('..')
  return low && high && more.length === 0 ? [Number(low), Number(high)] : null
}

function parseChart(text: string): unknown {
  const [key, ...choices] = text.split('~')
  const scale = choices.find((choice) => choice === 'log' || choice === 'linear') ?? null
  const range = choices.map(parseRange).find((range) => range !== null) ?? null
  return { key, scale, range }
}

const formatRange = ([low, high]: readonly [number, number]): string => `${low}..${high}`
const formatChart = ({ key, scale, range }: ChartChoice): string =>
  [key, ...(scale ? [scale] : []), ...(range ? [formatRange(range)] : [])].join('~')

/** How each part stands in an address: its name there, how it is read, and how it is written where it is not as usual. */
const parts: {
  [Part in keyof CompareView]: {
    name: string
    read: (text: string) => unknown
    write: (value: CompareView[Part]) => string
  }
} = {
  runs: { name: 'runs', read: (text) => list(text).slice(0, mostCompared), write: String },
  hidden: { name: 'hide', read: list, write: String },
  unit: { name: 'x', read: String, write: String },
  logX: { name: 'logx', read: flag, write: () => '1' },
  smoothing: { name: 'smooth', read: Number, write: String },
  clip: { name: 'clip', read: flag, write: () => '1' },
  visible: { name: 'zoom', read: parseRange, write: (range) => (range ? formatRange(range) : '') },
  groupBy: { name: 'group', read: word, write: (field) => field ?? '' },
  band: { name: 'band', read: String, write: String },
  charts: {
    name: 'charts',
    read: (text) => (text === 'none' ? [] : list(text).map(parseChart)),
    write: (charts) => (charts && charts.length === 0 ? 'none' : (charts ?? []).map(formatChart).join()),
  },
  chosen: { name: 'run', read: word, write: (id) => id ?? '' },
}
const names = Object.keys(parts) as (keyof CompareView)[]

/** The view that an address's query holds; a part that is not there, or that nobody could mean, is as usual. */
export function parseView(query: URLSearchParams): CompareView {
  const view: Record<string, unknown> = {}
  for (const part of names) {
    const text = query.get(parts[part].name)
    const read = text === null ? undefined : compareViewSchema.shape[part].safeParse(parts[part].read(text))
    view[part] = read?.success ? read.data : usualView[part]
  }
  return compareViewSchema.parse(view)
}

const written = <Part extends keyof CompareView>(part: Part, value: CompareView[Part]): string =>
  JSON.stringify(value) === JSON.stringify(usualView[part]) ? '' : parts[part].write(value)

/** A view as an address's query, without what is as usual. */
export function formatView(view: CompareView): string {
  return names
    .flatMap((part) => {
      const text = written(part, view[part])
      // Commas and slashes may stand in a query as they are, and are read more easily so.
      const readable = encodeURIComponent(text).replaceAll('%2C', ',').replaceAll('%2F', '/')
      return text ? [`${parts[part].name}=${readable}`] : []
    })
    .join('&')
}
