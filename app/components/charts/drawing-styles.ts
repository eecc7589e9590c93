// How a chart's shapes look, carried over into a file that has nothing of the page's styles.

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
export function plainColours(): (colour: string) => string {
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
export function copyOf(source: SVGSVGElement, plain: (colour: string) => string): SVGSVGElement {
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
        element.setAttribute(
          name,
          name === 'fill' || name === 'stroke' ? plain(value) : value.replace(/px$/, ''),
        )
      }
    }
    element.removeAttribute('style')
    element.removeAttribute('class')
  }
  copy.removeAttribute('class')
  copy.removeAttribute('style')
  return copy
}

/** The colour that an element stands on. */
export function backgroundOf(element: HTMLElement): string {
  for (let at: HTMLElement | null = element; at; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at)
    if (backgroundColor !== 'rgba(0, 0, 0, 0)' && backgroundColor !== 'transparent') return backgroundColor
  }
  return 'white'
}
