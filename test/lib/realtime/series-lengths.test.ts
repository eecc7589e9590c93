import { describe, expect, test } from 'vitest'
import type { Metrics } from '#lib/contracts/metric.ts'
import { SeriesLengths } from '#lib/realtime/series-lengths.ts'
import { RecordedRun } from './recorded-run.ts'

const everything = { after: 0, maxPoints: 2 }

function setUp(frames: number) {
  const run = new RecordedRun(
    'aaaaaaaaaaaaaaa0',
    () => 0,
    () => ['train/loss'],
  )
  run.record(frames)
  const lengths = new SeriesLengths()
  /** Begins to read the log; `look` takes the log as it then is, `answer` answers that. */
  const beginToRead = () => {
    const answer = Promise.withResolvers<Metrics>()
    const done = lengths.learn(() => answer.promise)
    let seen: Metrics
    return {
      look: () => {
        seen = run.metrics(everything)
      },
      answer: () => {
        answer.resolve(seen)
        return done
      },
      fail: () => {
        answer.reject(new Error('away'))
        return done.catch(() => {})
      },
    }
  }
  const publish = (count: number) => lengths.add(run.record(count))
  /** What the batcher would be told before the next frame. */
  const next = () => lengths.before(run.record(1))?.get('train/loss') ?? null
  return { run, lengths, beginToRead, publish, next }
}

describe('the lengths of series', () => {
  test('are not known before the log was read', () => {
    const { lengths, publish, next } = setUp(0)
    publish(3)
    expect(lengths.known).toBe(false)
    expect(next()).toBe(null)
  })

  test('count what is published after a reading, before it looked, and after it looked', async () => {
    const { beginToRead, publish, next } = setUp(10)
    const reading = beginToRead()
    publish(20)
    reading.look()
    publish(30)
    await reading.answer()
    publish(40)
    expect(next()).toBe(100)
  })

  test('are learned from the reading that answers, where another fails', async () => {
    const { beginToRead, publish, next } = setUp(10)
    const [first, second] = [beginToRead(), beginToRead()]
    second.look()
    publish(5)
    await first.fail()
    await second.answer()
    expect(next()).toBe(15)
  })

  test('are not learned where a frame is missing among what was published since', async () => {
    const { run, lengths, beginToRead, publish } = setUp(10)
    const reading = beginToRead()
    reading.look()
    run.record(2)
    publish(5)
    await reading.answer()
    expect(lengths.known).toBe(false)
  })

  test('are forgotten where a frame is missing, and learned anew', async () => {
    const { run, lengths, beginToRead, publish, next } = setUp(10)
    const first = beginToRead()
    first.look()
    await first.answer()
    run.record(2)
    publish(5)
    expect(lengths.known).toBe(false)
    const second = beginToRead()
    second.look()
    await second.answer()
    publish(3)
    expect(next()).toBe(20)
  })
})
