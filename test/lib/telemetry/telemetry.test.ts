import { describe, expect, it } from 'vitest'
import { FrameBuffer } from '#lib/series/frames.ts'
import { createTelemetry } from '#lib/telemetry/telemetry.ts'
import { deliveryOf } from '../../helpers/run-store.ts'

/** Prometheus's text, line by line: the name with its labels, and the value. */
function parse(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const match = /^([a-zA-Z_:][a-zA-Z0-9_:]*(?:\{.*\})?) (\S+)$/.exec(line)
      if (!match) throw new Error(`Not a sample: ${line}`)
      return [match[1]!, Number(match[2])]
    }),
  )
}

const counts = { queued: 3, running: 2, paused: 1, completed: 0, failed: 0, stopped: 0 }

describe('the figures for Prometheus', () => {
  it('count what was delivered, and tell what is asked for', async () => {
    const telemetry = createTelemetry()
    telemetry.observe({
      counts: async () => counts,
      speeds: async () => [100, 50],
      sockets: () => ({ connected: 7, behind: 1, waitingBytes: 42 }),
      status: () => ({ ready: false, problems: [] }),
    })
    const buffer = new FrameBuffer(['a', 'b'])
    buffer.push(1, 1, [1, 2])
    buffer.push(2, 2, [3, 4])
    const postedAt = performance.timeOrigin + performance.now() - 200
    telemetry.delivered(deliveryOf({ blocks: [buffer.take()], postedAt }), 0.02)
    telemetry.attemptEnded('completed')
    telemetry.databaseAnswered(0.001)
    const { text, contentType } = await telemetry.text()
    expect(contentType).toContain('text/plain')
    const samples = parse(text)
    expect(samples.get('actoscope_queue_depth')).toBe(3)
    expect(samples.get('actoscope_runs_running')).toBe(2)
    expect(samples.get('actoscope_samples_per_second')).toBe(150)
    expect(samples.get('actoscope_sockets')).toBe(7)
    expect(samples.get('actoscope_ready')).toBe(0)
    expect(samples.get('actoscope_metric_points_total')).toBe(4)
    expect(samples.get('actoscope_attempts_ended_total{state="completed"}')).toBe(1)
    expect(samples.get('actoscope_frame_lag_seconds_bucket{le="0.1"}')).toBe(0)
    expect(samples.get('actoscope_frame_lag_seconds_count')).toBe(1)
    expect(samples.get('actoscope_append_seconds_bucket{le="0.025"}')).toBe(1)
    expect(samples.has('nodejs_eventloop_lag_p99_seconds')).toBe(true)
  })

  it('do not wait for a database that does not answer, and ask it once', async () => {
    const telemetry = createTelemetry()
    let asked = 0
    telemetry.observe({
      counts: () => {
        asked++
        return new Promise(() => {})
      },
      speeds: async () => [100],
      sockets: () => ({ connected: 0, behind: 0, waitingBytes: 0 }),
      status: () => ({ ready: false, problems: [] }),
    })
    await telemetry.text()
    const samples = parse((await telemetry.text()).text)
    expect(samples.get('actoscope_queue_depth')).toBeNaN()
    expect(samples.get('actoscope_samples_per_second')).toBe(100)
    expect(asked).toBe(1)
  })

  it('leave out what cannot be read, and nothing else', async () => {
    const telemetry = createTelemetry()
    telemetry.observe({
      counts: () => Promise.reject(new Error('away')),
      speeds: () => Promise.reject(new Error('away')),
      sockets: () => ({ connected: 0, behind: 0, waitingBytes: 0 }),
      status: () => ({ ready: true, problems: [] }),
    })
    const samples = parse((await telemetry.text()).text)
    expect(samples.get('actoscope_queue_depth')).toBeNaN()
    expect(samples.get('actoscope_ready')).toBe(1)
  })
})
