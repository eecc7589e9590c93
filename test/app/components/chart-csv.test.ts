import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chartCsv } from '#app/components/charts/chart-csv.ts'

const line = (label: string, part = {}) => ({
  id: label,
  label,
  colour: 'red',
  xs: [0, 10],
  values: [1, Number.NaN],
  total: 2,
  ...part,
})

/** Reads CSV by the letter of RFC 4180. */
function read(text: string): string[][] {
  const records: string[][] = [[]]
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y
  for (let match = field.exec(text); match; match = field.exec(text)) {
    records.at(-1)!.push(match[1]?.replaceAll('""', '"') ?? match[2]!)
    if (match[3] === '\r\n') records.push([])
  }
  return records.slice(0, -1)
}

test('a chart as CSV has a record an entry, and what is not a number by its name', () => {
  const text = chartCsv([line('a', { min: [0, 1], max: [2, 3] }), line('b', { faint: true })], 'step')
  expect(read(text)).toEqual([
    ['line', 'step', 'value', 'min', 'max', 'runs'],
    ['a', '0', '1', '0', '2', ''],
    ['a', '10', 'NaN', '1', '3', ''],
  ])
})

test('names come back from CSV as they went in, whatever is in them', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('a,b', 'say "relu"', 'two\r\nlines')), (label) => {
      expect(read(chartCsv([line(label)], 'step'))[1]![0]).toBe(label)
    }),
    { seed: 8 },
  )
})
