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
const legendLine = 18
/** Names in a legend at most; a picture with more says how many there are. */
const mostNames = 30

/** Properties that decide how a shape or a text of a chart looks, and that a file must carry itself. */
const drawn = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'shape-rendering',
  'font-size',
  'font-family',
  'font-weight',
  'text-anchor',
  'clip-path',
  'display',
] as const

/** Any CSS colour as `rgb()` or `rgba()`, which every program that draws SVG knows. */
function plainColours(): (colour: string) => string {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const known = new Map<string, string>()
  return (colour) => {
    if (!context || colour === 'none' || colour.startsWith('url(') || /^rgba?\(/.test(colour)) return colour
    let plain = known.get(colour)
    if (plain === undefined) {
      context.clearRect(0, 0, 1, 1)
      context.fillStyle = colour
      context.fillRect(0, 0, 1, 1)
      const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data
      plain = alpha === 255 ? `rgb(${red},${green},${blue})` : `rgba(${red},${green},${blue},${alpha! / 255})`
      known.set(colour, plain)
    }
    return plain
  }
}

/** A copy of a drawing that looks the same without the page's styles. */
function copyOf(source: SVGSVGElement, plain: (colour: string) => string): SVGSVGElement {
  const copy = source.cloneNode(true) as SVGSVGElement
  const sources = source.querySelectorAll('*')
  for (const [i, element] of copy.querySelectorAll('*').entries()) {
    const style = getComputedStyle(sources[i]!)
    const text = element.tagName === 'text' || element.tagName === 'tspan'
    for (const name of drawn) {
      if (name.startsWith('font') && !text) continue
      const value = style.getPropertyValue(name)
      if (value === '' || (name === 'clip-path' && !element.hasAttribute('clip-path'))) continue
      if (name !== 'clip-path') {
        element.setAttribute(name, name === 'fill' || name === 'stroke' ? plain(value) : value)
      }
    }
    element.removeAttribute('style')
    element.removeAttribute('class')
  }
  copy.removeAttribute('class')
  copy.removeAttribute('style')
  return copy
}

const svgName = 'http://www.w3.org/2000/svg'

function make(name: string, attributes: Record<string, string | number>, text = ''): SVGElement {
  const element = document.createElementNS(svgName, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  element.textContent = text
  return element
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
  const plain = plainColours()
  const page = getComputedStyle(figure)
  const ink = plain(page.color)
  const font = page.fontFamily.replaceAll('"', "'")
  const box = figure.getBoundingClientRect()
  const caption = figure.querySelector('figcaption')?.getBoundingClientRect()
  const top = caption ? caption.bottom : box.top
  const legend = lines.filter(({ faint, quiet }) => !faint && !quiet)
  const columns = Math.max(1, Math.floor((box.width - gutter) / 220))
  const named = legend.slice(0, mostNames)
  const legendHeight =
    Math.ceil((named.length + (legend.length > named.length ? 1 : 0)) / columns) * legendLine
  const drawingTop = margin + 40
  const drawingHeight = box.bottom - top
  const width = Math.ceil(box.width - gutter + 3 * margin)
  const height = Math.ceil(drawingTop + drawingHeight + 34 + legendHeight + margin)
  const root = make('svg', { xmlns: svgName, width, height, viewBox: `0 0 ${width} ${height}` })
  const text = (x: number, y: number, words: string, more: Record<string, string | number> = {}) =>
    root.append(make('text', { x, y, fill: ink, 'font-family': font, 'font-size': 12, ...more }, words))

  root.append(make('rect', { width, height, fill: plain(backgroundOf(figure)) }))
  text(margin, margin + 14, title, { 'font-size': 15, 'font-weight': 600 })
  if (note) text(margin, margin + 32, note, { 'font-size': 11, 'fill-opacity': 0.75 })
  for (const [i, source] of [...figure.querySelectorAll<SVGSVGElement>('.plot svg')].entries()) {
    // An icon, or a drawing within another.
    if (source.parentElement?.closest('svg') || source.closest('button')) continue
    const place = source.getBoundingClientRect()
    const copy = copyOf(source, plain)
    const attributes = {
      x: margin + place.left - box.left,
      y: drawingTop + place.top - top,
      width: place.width,
      height: place.height,
    }
    for (const [name, value] of Object.entries(attributes)) copy.setAttribute(name, String(value))
    // Ids of several drawings must not meet.
    copy.innerHTML = copy.innerHTML.replaceAll(/(id="|url\(&quot;#|url\(#)([^")&]+)/g, `$1c${i}-$2`)
    root.append(copy)
  }
  // Rows are named beside the drawing.
  for (const row of figure.querySelectorAll<HTMLElement>('.plot li')) {
    const place = row.getBoundingClientRect()
    const y = drawingTop + place.top + place.height / 2 + 4 - top
    text(margin + place.left - box.left, y, row.textContent ?? '', { 'font-size': 11 })
  }
  const below = drawingTop + drawingHeight + 14
  for (const tick of document.querySelectorAll<HTMLElement>('[data-ticks] > span')) {
    const place = tick.getBoundingClientRect()
    const x = margin + place.left + place.width / 2 - box.left
    if (place.width > 0) text(x, below, tick.textContent ?? '', { 'font-size': 11, 'text-anchor': 'middle' })
  }
  text(margin, below, unit, { 'font-size': 11, 'fill-opacity': 0.75 })
  for (const [i, line] of named.entries()) {
    const x = margin + (i % columns) * ((box.width - gutter) / columns)
    const y = below + 24 + Math.floor(i / columns) * legendLine
    const probe = document.createElement('i')
    probe.style.color = line.colour
    figure.append(probe)
    const stroke = plain(getComputedStyle(probe).color)
    probe.remove()
    root.append(
      make('path', {
        d: `M${x} ${y - 4}h16`,
        stroke,
        'stroke-width': 2.5,
        ...(line.dashed ? { 'stroke-dasharray': '4 3' } : {}),
      }),
    )
    const last = line.values[readingOf({ xs: line.xs }, Number.POSITIVE_INFINITY)]
    text(x + 22, y, `${line.label}${last === undefined ? '' : `\u00a0\u00a0${formatValue(last)}`}`)
  }
  if (legend.length > named.length) {
    const i = named.length
    const y = below + 24 + Math.floor(i / columns) * legendLine
    text(
      margin + (i % columns) * ((box.width - gutter) / columns),
      y,
      `and ${legend.length - named.length} more`,
    )
  }
  return { svg: new XMLSerializer().serializeToString(root), width, height }
}

/** The colour that an element stands on. */
function backgroundOf(element: HTMLElement): string {
  for (let at: HTMLElement | null = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at)
    if (backgroundColor !== 'rgba(0, 0, 0, 0)' && backgroundColor !== 'transparent') return backgroundColor
  }
  return 'white'
}

/** A picture in pixels, twice as many as on the page either way. */
export async function pictureAsPng({
  svg,
  width,
  height,
}: {
  svg: string
  width: number
  height: number
}): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = 2 * width
  canvas.height = 2 * height
  const context = canvas.getContext('2d')
  context?.scale(2, 2)
  context?.drawImage(image, 0, 0, width, height)
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser draws no picture'))))
  })
}

/** Hands something to the browser as a file. */
export function saveFile(name: string, content: Blob): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  // The browser has taken it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
