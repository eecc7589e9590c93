import { expect, test } from 'vitest'
import { clock, took } from '#app/format/durations.ts'
import { count, figure, magnitude, powerTick, shortCount } from '#app/format/numbers.ts'

test.each([
  [count(107200), '107,200'],
  [shortCount(20_000), '20k'],
  [shortCount(2500), '2.5k'],
  [figure(0.98), '0.9800'],
  [figure(0.00002), '2.0·10⁻⁵'],
  [figure(-1.5), '−1.5000'],
  [figure(471.853), '471.85'],
  [figure(0), '0.0000'],
  [figure(Number.NaN), 'NaN'],
  [figure(Number.POSITIVE_INFINITY), '∞'],
  [magnitude(0.00027), '2.7·10⁻⁴'],
  [magnitude(0.04), '0.040'],
  [magnitude(0.096), '0.096'],
  [magnitude(1.71), '1.7'],
  [magnitude(232), '230'],
  [magnitude(0), '0'],
  [powerTick(0.03), '0.03'],
  [powerTick(0.001), '10⁻³'],
  [powerTick(3e-4), '3·10⁻⁴'],
  [clock(96), '1:36'],
  [clock(7449), '2:04:09'],
  [took(3.21), '3.2 s'],
  [took(124), '2:04 min'],
])('%s reads %s', (written, expected) => {
  expect(written).toBe(expected)
})
