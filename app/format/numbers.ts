const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹'

/** A count in groups of three: 107,200. */
export function count(value: number): string {
  return grouped.format(value).replace('-', '−')
}

/** A count short enough for an axis: 800, 1.5k, 20k, 2M. */
export function shortCount(value: number): string {
  const [size, unit] = value >= 1e6 ? [1e6, 'M'] : value >= 1e3 ? [1e3, 'k'] : [1, '']
  return `${Number((value / size).toFixed(2))}${unit}`
}

/** NaN and infinities by their names; null where the number is an ordinary one. */
export function nameOfNonFinite(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN'
  if (value === Number.POSITIVE_INFINITY) return '∞'
  if (value === Number.NEGATIVE_INFINITY) return '−∞'
  return null
}

/** An exponent as superscript digits: ⁻⁴. */
function superscript(exponent: number): string {
  return [...String(exponent)].map((digit) => superscripts[Number(digit)] ?? '⁻').join('')
}

/** A magnitude in two digits, with a power of ten where it is far from one: 0.32, 1.7, 2.7·10⁻⁴. */
export function magnitude(value: number): string {
  const named = nameOfNonFinite(value)
  if (named) return named
  if (value === 0) return '0'
  const size = Math.abs(value)
  if (size >= 0.01 && size < 1000) return plainDigits(value)
  const [digits, exponent] = value.toExponential(1).split('e')
  return `${digits?.replace('-', '−')}·10${superscript(Number(exponent))}`
}

/** Two digits that mean something, without a power: 0.040, 1.7, 230. */
function plainDigits(value: number): string {
  const decimals = Math.max(0, 1 - Math.floor(Math.log10(Math.abs(value))))
  return Number(value.toPrecision(2)).toFixed(decimals).replace('-', '−')
}

/** An accuracy or a loss in four fixed digits; larger or tiny ones in as many characters. */
export function figure(value: number): string {
  const named = nameOfNonFinite(value)
  if (named) return named
  const size = Math.abs(value)
  if (size !== 0 && (size < 0.0001 || size >= 1e5)) return magnitude(value)
  const decimals = size < 10 ? 4 : size < 1000 ? 2 : 0
  return value.toFixed(decimals).replace('-', '−')
}

/** A share in hundredths: 97.26 %. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}

/** A share without digits that nobody reads: 44 %, 3.1 %, 0 %. */
export function share(part: number): string {
  const named = nameOfNonFinite(part)
  if (named) return named
  const hundredths = 100 * part
  return `${hundredths !== 0 && Math.abs(hundredths) < 10 ? hundredths.toFixed(1) : Math.round(hundredths)} %`
}

/** An amount of memory in decimal units: 640 kB, 12.4 MB, 1.2 GB. */
export function bytes(value: number): string {
  const [size, unit] = value >= 1e9 ? [1e9, 'GB'] : value >= 1e6 ? [1e6, 'MB'] : [1e3, 'kB']
  const amount = value / size
  return `${amount.toFixed(amount < 100 ? 1 : 0)} ${unit}`
}

/** A number of the configuration, as short as it can be: 0.1, 0.00003, 4,096. */
export function setting(value: number): string {
  return value >= 10_000 ? count(value) : String(value).replace('-', '−')
}

/** The tick of an axis of powers: 1, 0.1, 10⁻³. */
export function powerTick(value: number): string {
  const exponent = Math.floor(Math.log10(value) + 1e-9)
  if (exponent >= -2 && exponent <= 2) return String(Number(value.toPrecision(2)))
  const digits = Math.round(value / 10 ** exponent)
  return `${digits === 1 ? '' : `${digits}·`}10${superscript(exponent)}`
}
