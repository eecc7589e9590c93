import type { PlotLine } from './plot-line.ts'

/** A field as RFC 4180 has it: in quotes where it holds a comma, a quote or the end of a line. */
const field = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)

const number = (value: number | undefined): string => (value === undefined ? '' : String(value))

/** What a chart shows as CSV: a record an entry, with its bounds and runs where it has some; faint lines are left out. */
export function chartCsv(lines: readonly PlotLine[], unit: string): string {
  const shown = lines.filter(({ faint }) => !faint)
  const records = shown.flatMap(({ label, xs, values, min, max, runs }) =>
    xs.map((x, i) => [
      label,
      number(x),
      number(values[i]),
      number(min?.[i]),
      number(max?.[i]),
      number(runs?.[i]),
    ]),
  )
  return [['line', unit, 'value', 'min', 'max', 'runs'], ...records]
    .map((record) => `${record.map(field).join(',')}\r\n`)
    .join('')
}
