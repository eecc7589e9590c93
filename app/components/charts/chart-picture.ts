import { backgroundOf, copyOf, plainColours } from './drawing-styles.ts'
import { type PlotLine, readingOf } from './plot-line.ts'

/** What stands around a chart's drawing in its picture. */
export interface PictureWords {
  title: string
  note: string
  /** What the horizontal axis counts. */
  unit: string
  lines: readonly PlotLine[]
  /** Width of the gutter at the right, whose readings the legend holds. */
  gutter: number
  formatValue: (value: number) => string
}

const margin = 16
/** Of title and note. */
const heading = 40
const legendLine = 18
/** Least width of a column of the legend. */
const legendColumn = 220
/** Names in a legend at most; a picture with more says how many there are. */
const mostNames = 30

const svgName = 'http://www.w3.org/2000/svg'

type Attributes = Record<string, string | number>

function make(name: string, attributes: Attributes, text = ''): SVGElement {
  const element = document.createElementNS(svgName, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  element.textContent = text
  return element
}

/** A picture that is being made of a chart. */
interface Sheet {
  root: SVGElement
  figure: HTMLElement
  plain: (colour: string) => string
  text: (x: number, y: number, words: string, more?: Attributes) => void
  /** From places of the window to places of the picture. */
  xOf: (left: number) => number
  yOf: (top: number) => number
}

/**
 * A chart as a picture that needs nothing beside it: its drawings, ticks, title and a legend, in the colours and fonts
 * that it has on the page.
 *
 * @param figure the chart's element, with one drawing or several
 */
export function chartPicture(
  figure: HTMLElement,
  { title, note, unit, lines, gutter, formatValue }: PictureWords,
): { svg: string; width: number; height: number } {
  const box = figure.getBoundingClientRect()
  const top = figure.querySelector('figcaption')?.getBoundingClientRect().bottom ?? box.top
  const inner = box.width - gutter
  const columns = Math.max(1, Math.floor(inner / legendColumn))
  const legend = legendOf(lines, formatValue)
  const below = margin + heading + (box.bottom - top) + 14
  const width = Math.ceil(inner + 3 * margin)
  const height = Math.ceil(below + 20 + Math.ceil(legend.length / columns) * legendLine + margin)

  const sheet = makeSheet(figure, width, height, {
    xOf: (left) => margin + left - box.left,
    yOf: (high) => margin + heading + high - top,
  })
  sheet.text(margin, margin + 14, title, { 'font-size': 15, 'font-weight': 600 })
  if (note) sheet.text(margin, margin + 32, note, { 'font-size': 11, 'fill-opacity': 0.75 })
  addDrawings(sheet)
  addTicks(sheet, below)
  sheet.text(margin, below, unit, { 'font-size': 11, 'fill-opacity': 0.75 })
  for (const [i, entry] of legend.entries()) {
    const x = margin + (i % columns) * (inner / columns)
    addEntry(sheet, entry, x, below + 24 + Math.floor(i / columns) * legendLine)
  }
  return { svg: new XMLSerializer().serializeToString(sheet.root), width, height }
}

function makeSheet(
  figure: HTMLElement,
  width: number,
  height: number,
  places: Pick<Sheet, 'xOf' | 'yOf'>,
): Sheet {
  const plain = plainColours()
  const { color, fontFamily } = getComputedStyle(figure)
  const usual = { fill: plain(color), 'font-family': fontFamily.replaceAll('"', "'"), 'font-size': 12 }
  const root = make('svg', { xmlns: svgName, width, height, viewBox: `0 0 ${width} ${height}` })
  root.append(make('rect', { width, height, fill: plain(backgroundOf(figure)) }))
  const text: Sheet['text'] = (x, y, words, more = {}) =>
    root.append(make('text', { x, y, ...usual, ...more }, words))
  return { root, figure, plain, text, ...places }
}

/** Copies of all that is drawn in the chart, and the names of rows beside it. */
function addDrawings({ root, figure, plain, text, xOf, yOf }: Sheet): void {
  for (const [i, source] of [...figure.querySelectorAll<SVGSVGElement>('.plot svg')].entries()) {
    // An icon, or a drawing within another.
    if (source.parentElement?.closest('svg') || source.closest('button')) continue
    const { left, top, width, height } = source.getBoundingClientRect()
    const copy = copyOf(source, plain)
    for (const [name, value] of Object.entries({ x: xOf(left), y: yOf(top), width, height })) {
      copy.setAttribute(name, String(value))
    }
    // Ids of several drawings must not meet.
    copy.innerHTML = copy.innerHTML.replaceAll(/(id="|url\(&quot;#|url\(#)([^")&]+)/g, `$1c${i}-$2`)
    root.append(copy)
  }
  for (const row of figure.querySelectorAll<HTMLElement>('.plot li')) {
    const { left, top, height } = row.getBoundingClientRect()
    text(xOf(left), yOf(top + height / 2) + 4, row.textContent ?? '', { 'font-size': 11 })
  }
}

/** The ticks of the stack's horizontal scale, which stand under all its charts. */
function addTicks({ text, xOf }: Sheet, y: number): void {
  for (const tick of document.querySelectorAll<HTMLElement>('[data-ticks] > span')) {
    const { left, width } = tick.getBoundingClientRect()
    if (width === 0) continue
    text(xOf(left + width / 2), y, tick.textContent ?? '', { 'font-size': 11, 'text-anchor': 'middle' })
  }
}

/** A name in the legend; without a line where it says how many more there are. */
interface LegendEntry {
  words: string
  line: PlotLine | null
}

function legendOf(lines: readonly PlotLine[], formatValue: (value: number) => string): LegendEntry[] {
  const named = lines.filter(({ faint, quiet }) => !faint && !quiet)
  const entries = named.slice(0, mostNames).map((line) => {
    const last = line.values[readingOf({ xs: line.xs }, Number.POSITIVE_INFINITY)]
    return { words: `${line.label}${last === undefined ? '' : `\u00a0\u00a0${formatValue(last)}`}`, line }
  })
  const more = named.length - entries.length
  return more > 0 ? [...entries, { words: `and ${more} more`, line: null }] : entries
}

function addEntry({ root, figure, plain, text }: Sheet, { words, line }: LegendEntry, x: number, y: number) {
  if (line) {
    // What a colour comes to is known of an element alone.
    const probe = document.createElement('i')
    probe.style.color = line.colour
    figure.append(probe)
    const stroke = plain(getComputedStyle(probe).color)
    probe.remove()
    const dashes: Attributes = line.dashed ? { 'stroke-dasharray': '4 3' } : {}
    root.append(make('path', { d: `M${x} ${y - 4}h16`, stroke, 'stroke-width': 2.5, ...dashes }))
  }
  text(line ? x + 22 : x, y, words)
}
