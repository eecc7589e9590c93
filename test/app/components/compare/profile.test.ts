import { describe, expect, it } from 'vitest'
import { type Profile, profileFinding, profileOf } from '#app/components/compare/profile.ts'
import { layersOf, makeCompared, seriesOf } from '../../helpers/compared.ts'

/** A run whose error at the output is 8, and less by a factor at each layer before it; later a tenth of that. */
const shrinking = (activation: 'sigmoid' | 'relu', layers: number, factor: number) => ({
  request: layersOf(activation, layers),
  run: { name: activation },
  series: Object.fromEntries(
    Array.from({ length: layers + 1 }, (_, distance) => {
      const name = distance === 0 ? 'output' : `hidden_${layers + 1 - distance}`
      return [`error_rms/${name}`, seriesOf([8 * factor ** distance, 0.8 * factor ** distance])]
    }),
  ),
})

describe('the profile of a run', () => {
  it('goes from the output back to the input, relative to the output, at the nearest reading', () => {
    const [compared] = makeCompared([shrinking('sigmoid', 3, 0.25)])
    const profile = profileOf(compared!, 'error_rms', 60)!
    expect(profile.step).toBe(100)
    expect(profile.points).toEqual([
      { layer: 'output', distance: 0, value: 1 },
      { layer: 'hidden_3', distance: 1, value: 0.25 },
      { layer: 'hidden_2', distance: 2, value: 0.0625 },
      { layer: 'hidden_1', distance: 3, value: 0.015625 },
    ])
  })

  it('is none where nothing was recorded, or where the output has no error', () => {
    const none = { ...shrinking('relu', 2, 1), series: { 'error_rms/output': seriesOf([0]) } }
    const [empty, zero] = makeCompared([{}, none])
    expect(profileOf(empty!, 'error_rms', 0)).toBeNull()
    expect(profileOf(zero!, 'error_rms', 0)).toBeNull()
  })

  it('leaves out what is no number', () => {
    const run = shrinking('relu', 2, 0.5)
    const series = { ...run.series, 'error_rms/hidden_1': seriesOf([Number.NaN]) }
    const [compared] = makeCompared([{ ...run, series }])
    expect(profileOf(compared!, 'error_rms', 0)!.points.map(({ layer }) => layer)).toEqual([
      'output',
      'hidden_2',
    ])
  })
})

describe('what profiles show', () => {
  const finding = (...parts: ReturnType<typeof shrinking>[]) =>
    profileFinding(
      makeCompared(parts).flatMap((compared): Profile | never[] => profileOf(compared, 'error_rms', 0) ?? []),
    )

  it('is who loses most of the error on the way, who least, and the bound', () => {
    expect(finding(shrinking('relu', 6, 0.9), shrinking('sigmoid', 6, 0.2))).toBe(
      'At step 0, hidden_1 of sigmoid gets 1/16,000 of the error of its output layer, that of relu 1/1.9 of it. Through 6 sigmoids at most 1/4,100 of it would come, weights aside.',
    )
  })

  it('is said of one run too, and of none', () => {
    expect(finding(shrinking('relu', 2, 1))).toMatch(/^At step 0, hidden_1 of relu gets 1\.0 times the error/)
    expect(finding()).toBeNull()
  })
})
