import { layerNames } from '#app/format/networks.ts'
import { type Evaluation, evaluationLimits, type LayerEdges } from '#lib/contracts/evaluation.ts'
import { decodeValue } from '#lib/contracts/metric-value.ts'
import { outputUnits, type RunConfig } from '#lib/contracts/run.ts'
import { describeDataset } from '#lib/datasets/catalogue.ts'

/** A unit of a network as it is drawn. */
export interface DrawnUnit {
  /** In its layer. */
  index: number
  /** Pixels from the top of the drawing. */
  y: number
  /** Mean activation on the validation samples; null for an input, and before the first checkpoint. */
  mean: number | null
  /** Share of the samples on which it hands an error back; null likewise. */
  activeShare: number | null
  dead: boolean
  /** Class of its mean among those of its layer, 1 to 8; 0 where it has none. */
  shade: number
}

/** A layer as a column of units. */
export interface DrawnLayer {
  name: string
  /** How many units it has, and how many of them are dead; null where that is not known. */
  units: number
  dead: number | null
  drawn: DrawnUnit[]
}

/** Weights of one sign and strength between two layers, in one path. */
export interface DrawnEdges {
  /** Column from which they go to the next. */
  column: number
  /** Colour class of the ramp for signed values, and width in pixels. */
  shade: number
  width: number
  path: string
}

/** Highest drawing, and most room for one unit, in pixels. */
const mostHeight = 228
const mostGap = 22
/** Horizontal units from one column to the next in the paths of edges. */
export const columnWidth = 100

/** Bounds between the classes of strength: weights in units of what He's initializer draws, √(2 / inputs). */
const strengths = [1, 2, 3.5]
const widths = [0.75, 1, 1.25, 1.75]
/** Most weights that are drawn between two layers: with more, none could be followed. */
const mostEdges = 90

/** Units that are drawn before it is known which ones the server chooses. */
function drawnOf(units: number): number {
  return Math.min(units, evaluationLimits.drawnUnits)
}

/** Units of every layer from the input on. */
function sizesOf(config: RunConfig): number[] {
  const { inputs } = describeDataset(config.dataset)
  const output = outputUnits(config.dataset, config.network.output)
  return [inputs, ...config.network.hidden.map(({ units }) => units), output]
}

/** Height of a network's drawing in pixels: the same at every step. */
export function pictureHeight(config: RunConfig): number {
  const most = Math.max(...sizesOf(config).map(drawnOf))
  return Math.min(mostHeight, Math.max(4, most) * mostGap)
}

/** The units of every layer from the input on, in their places. */
export function drawLayers(config: RunConfig, evaluation: Evaluation | null): DrawnLayer[] {
  const height = pictureHeight(config)
  const names = ['input', ...layerNames(config)]
  return sizesOf(config).map((units, column) => {
    const indices = indicesOf(column, units, evaluation)
    const gap = Math.min(mostGap, height / indices.length)
    const told = column > 0 ? evaluation?.units[column - 1] : undefined
    const means = told?.mean.map(decodeValue) ?? []
    const most = Math.max(0, ...means.map(Math.abs).filter(Number.isFinite))
    const hidden = column > 0 && column < names.length - 1
    return {
      name: names[column]!,
      units,
      dead: hidden && told ? told.dead.filter(Boolean).length : null,
      drawn: indices.map((index, place) => ({
        index,
        y: height / 2 + (place - (indices.length - 1) / 2) * gap,
        mean: means[index] ?? null,
        activeShare: told?.activeShare[index] ?? null,
        dead: hidden && told?.dead[index] === true,
        shade: shadeOf(means[index], most),
      })),
    }
  })
}

/** Which units of a layer are drawn: those that the server chose, or as many. */
function indicesOf(column: number, units: number, evaluation: Evaluation | null): readonly number[] {
  const chosen = evaluation?.edges[column]?.fromUnits ?? evaluation?.edges[column - 1]?.toUnits
  return chosen ?? Array.from({ length: drawnOf(units) }, (_, i) => i)
}

function shadeOf(mean: number | undefined, most: number): number {
  if (mean === undefined || !Number.isFinite(mean)) return 0
  return 1 + Math.min(7, Math.floor((Math.abs(mean) / (most || 1)) * 8))
}

/** Strength of a weight, 0 to 3, for a layer of so many inputs; −1 where it is no number, or nothing. */
export function strengthOf(weight: number, inputs: number): number {
  const size = Math.abs(weight) / Math.sqrt(2 / inputs)
  if (!(size > 0) || !Number.isFinite(size)) return -1
  return strengths.filter((bound) => size > bound).length
}

/** Class of a weight in the ramp for signed values: 0 to 3 below zero, 5 to 8 above. */
function signedShade(weight: number, strength: number): number {
  return weight < 0 ? 3 - strength : 5 + strength
}

type Weight = LayerEdges['weights'][number]

/** The strongest weights, a path a colour, the weak ones first; none at a dead unit, which hands nothing on. */
export function drawEdges(
  layers: readonly DrawnLayer[],
  evaluation: Evaluation | null,
  wanted: (weight: Weight, column: number) => boolean = () => true,
): DrawnEdges[] {
  return (evaluation?.edges ?? []).flatMap(({ weights }, column) => {
    const from = unitsByIndex(layers[column]!)
    const to = unitsByIndex(layers[column + 1]!)
    const paths = new Map<number, { width: number; parts: string[] }>()
    for (const each of weights.filter((weight) => wanted(weight, column)).slice(0, mostEdges)) {
      const start = from.get(each.from)
      const end = to.get(each.to)
      const weight = decodeValue(each.weight)
      const strength = strengthOf(weight, layers[column]!.units)
      if (strength < 0 || !start || !end || start.dead || end.dead) continue
      const shade = signedShade(weight, strength)
      const line = paths.get(shade) ?? { width: widths[strength]!, parts: [] }
      line.parts.push(edge(column, start.y, end.y))
      paths.set(shade, line)
    }
    return [...paths]
      .sort(([, a], [, b]) => a.width - b.width)
      .map(([shade, { width, parts }]) => ({ column, shade, width, path: parts.join('') }))
  })
}

function edge(column: number, from: number, to: number): string {
  const digits = (value: number) => Number(value.toFixed(1))
  return `M${column * columnWidth} ${digits(from)}L${(column + 1) * columnWidth} ${digits(to)}`
}

function unitsByIndex({ drawn }: DrawnLayer): Map<number, DrawnUnit> {
  return new Map(drawn.map((unit) => [unit.index, unit]))
}
