import { describe, expect, it } from 'vitest'
import type { RunConfig } from '#lib/contracts/run.ts'
import { forecast } from '#lib/runs/forecast.ts'
import { config } from '../../helpers/run-store.ts'

const known = [{ config, samplesPerSecond: 1000 }]
const waiting = (samples: number, of = config) => ({ id: '', config: of, samples })
const seconds = (starts: (number | null)[]) => starts.map((ms) => (ms === null ? null : ms / 1000))

describe('the expected start of what waits', () => {
  it('is at once where there is room, then when the next place becomes free', () => {
    const queue = [waiting(5000), waiting(1000), waiting(1000), waiting(1000)]
    expect(seconds(forecast([], queue, 2, known))).toEqual([0, 0, 1, 2])
    expect(seconds(forecast([10], queue, 2, known))).toEqual([0, 5, 6, 7])
    expect(seconds(forecast([10, 3], queue, 2, known))).toEqual([3, 8, 9, 10])
  })

  it('counts only the places that the limit leaves', () => {
    expect(seconds(forecast([10, 3, 4], [waiting(1000), waiting(1000)], 1, known))).toEqual([10, 11])
  })

  it('is open behind a run of which nothing is known, but not beside it', () => {
    expect(forecast([null], [waiting(1)], 1, known)).toEqual([null])
    expect(seconds(forecast([null, 4], [waiting(1000), waiting(1000)], 2, known))).toEqual([4, 5])
    expect(forecast([], [waiting(1), waiting(1)], 1, [])).toEqual([0, null])
  })

  it('takes a larger network for slower in the measure of its parameters', () => {
    const [, small] = forecast([], [waiting(1000), waiting(1)], 1, known)
    const deep: RunConfig = {
      ...config,
      network: {
        ...config.network,
        hidden: Array.from({ length: 4 }, () => ({ units: 512, activation: 'relu' as const })),
      },
    }
    const [, slow] = forecast([], [waiting(1000, deep), waiting(1)], 1, known)
    expect(slow! > 10 * small!).toBe(true)
  })
})
