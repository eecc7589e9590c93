import { describe, expect, it, vi } from 'vitest'
import { type Settings, usualSettings } from '#lib/contracts/settings.ts'
import { createLog } from '#lib/log.ts'
import { startHousekeeping } from '#lib/runs/housekeeping.ts'
import type { Retention } from '#lib/runs/log-ports.ts'

const dayMs = 24 * 3600_000
const log = createLog('silent')

function begin(
  retain: Retention['retain'],
  retention: Settings['retention'],
  purge = async () => [] as string[],
) {
  const settings = () => ({ ...usualSettings, retention })
  return startHousekeeping({ store: { purge }, retention: { retain }, settings, log }, 1)
}

describe('housekeeping', () => {
  it('drops what is to be dropped, then thins, and leaves alone what no setting names', async () => {
    const asked: [left: string, days: number][] = []
    const retain: Retention['retain'] = async (left, endedBefore) => {
      asked.push([left, Math.round((Date.now() - endedBefore.getTime()) / dayMs)])
      return asked.length < 3 ? 10 : 0
    }
    const both = begin(retain, { thinAfterDays: 7, dropAfterDays: 30 })
    await vi.waitFor(() => expect(asked.length).toBeGreaterThanOrEqual(4))
    await both.stop()
    expect(asked.slice(0, 4)).toEqual([
      ['none', 30],
      ['none', 30],
      ['none', 30],
      ['thinned', 7],
    ])
    asked.length = 0
    let purges = 0
    const none = begin(retain, usualSettings.retention, async () => {
      purges++
      return []
    })
    await vi.waitFor(() => expect(purges).toBeGreaterThan(2))
    await none.stop()
    expect(asked).toEqual([])
  })

  it('goes on after a failure, never twice at once, and ends between two portions', async () => {
    const gate = Promise.withResolvers<void>()
    let [calls, atOnce] = [0, 0]
    const retain: Retention['retain'] = async () => {
      calls++
      if (calls === 1) throw new Error('the database is away')
      atOnce++
      expect(atOnce).toBe(1)
      await gate.promise
      atOnce--
      return 10
    }
    const housekeeping = begin(retain, { thinAfterDays: 7, dropAfterDays: null })
    await vi.waitFor(() => expect(calls).toBe(2))
    const stopped = housekeeping.stop()
    gate.resolve()
    await stopped
    expect({ calls, atOnce }).toEqual({ calls: 2, atOnce: 0 })
  })
})
