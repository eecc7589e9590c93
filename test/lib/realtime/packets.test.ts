import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { RunStream } from '#app/stream/run-stream.ts'
import { type FrameBatch, liveEntries } from '#lib/contracts/events.ts'
import type { Metrics } from '#lib/contracts/metric.ts'
import { toBatch, toFrames } from '#lib/realtime/packets.ts'
import { SeriesLengths } from '#lib/realtime/series-lengths.ts'
import { bucketSize } from '#lib/series/buckets.ts'
import { FakePort } from '../../app/helpers/fake-port.ts'
import { RecordedRun } from './recorded-run.ts'

const id = 'aaaaaaaaaaaaaaa0'
const value = fc.oneof(
  { weight: 20, arbitrary: fc.double({ noDefaultInfinity: true, noNaN: true, min: -10, max: 10 }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
)
/** A run whose values repeat after a while, -0 taken for 0 as JSON does. */
const recorded = fc
  .array(value, { minLength: 1, maxLength: 100 })
  .map((values) => new RecordedRun(id, (seq, key) => values[(seq + key.length) % values.length]! + 0))

const overTheWire = <Message>(message: Message): Message => JSON.parse(JSON.stringify(message))

/** A page that follows the run, and the server's side of its subscription, step by step. */
class Viewer {
  readonly #server: Server
  readonly #port = new FakePort()
  readonly stream: RunStream
  #joined = false
  #reading: Reading | null = null

  constructor(server: Server) {
    this.#server = server
    this.stream = new RunStream(
      this.#port,
      server.recorded.run,
      () => {},
      () => {},
    )
  }

  get waits(): boolean {
    return this.#port.questions.length > 0
  }

  reconnect(): void {
    this.#port.questions.length = 0
    this.#joined = false
    this.#reading = null
    this.stream.disconnected()
    this.stream.subscribe()
  }

  /** The next thing that the server does for this viewer's question: it joins, begins to read, reads, answers. */
  async advance(): Promise<void> {
    const question = this.#port.questions[0]
    if (!question) return
    if (!this.#joined) {
      this.#joined = true
    } else if (!this.#reading) {
      this.#reading = this.#server.read(question.after)
    } else if (!this.#reading.metrics) {
      await this.#reading.look()
    } else {
      const { metrics, after } = this.#reading
      this.#reading = null
      this.#port.questions.shift()
      question.answer(overTheWire({ ok: true, run: this.#server.recorded.run, after, metrics }))
    }
  }

  /** It reads slowly: batches are withheld, and then it hears how far the log has got. */
  skipped = false
  hear(batch: FrameBatch): void {
    if (this.#joined && !this.skipped) this.stream.frames(overTheWire(batch))
  }
  catchUp(): void {
    if (!this.skipped) return
    this.skipped = false
    const { seq } = this.#server.recorded
    this.hear({ runId: id, after: seq, seq, series: {} })
  }
}

class Server {
  readonly recorded: RecordedRun
  readonly #lengths = new SeriesLengths()
  readonly viewers: Viewer[] = []

  constructor(run: RecordedRun, viewers: number) {
    this.recorded = run
    for (let i = 0; i < viewers; i++) this.viewers.push(new Viewer(this))
  }

  publish(frames: number): void {
    const blocks = this.recorded.record(frames)
    const batch = toBatch(id, blocks, this.#lengths.before(blocks))
    for (const viewer of this.viewers) viewer.hear(batch)
    this.#lengths.add(blocks)
  }

  /** An append whose answer was lost: stored, never published. */
  loseAnswer(frames: number): void {
    this.recorded.record(frames)
  }

  read(after: number): Reading {
    const whole = after === 0 || this.recorded.seq - after > 2000
    const look = Promise.withResolvers<Metrics>()
    const learned = this.#lengths.learn(() => look.promise)
    const reading: Reading = {
      after: whole ? 0 : after,
      metrics: null,
      look: async () => {
        look.resolve(this.recorded.metrics({ after: 0, maxPoints: liveEntries }))
        reading.metrics = whole ? await look.promise : this.recorded.metrics({ after, maxPoints: 10_000 })
        await learned
      },
    }
    return reading
  }
}

/** A reading of the log that has begun; `metrics` is there once it has looked. */
interface Reading {
  after: number
  metrics: Metrics | null
  look(): Promise<void>
}

type Action =
  | { do: 'publish' | 'loseAnswer'; frames: number }
  | { do: 'advance' | 'reconnect' | 'skip' | 'catchUp'; viewer: number }

const published = (frames: number): Action => ({ do: 'publish', frames })
const lost = (frames: number): Action => ({ do: 'loseAnswer', frames })
const advanced = (viewer: number): Action => ({ do: 'advance', viewer })
const disturbed = fc.record({
  do: fc.constantFrom('reconnect' as const, 'skip' as const, 'catchUp' as const),
  viewer: fc.nat(2),
})
const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 600 }).map(published) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 50 }).map(lost) },
  { weight: 8, arbitrary: fc.nat(2).map(advanced) },
  { weight: 1, arbitrary: disturbed },
)

async function perform(server: Server, step: Action): Promise<void> {
  if ('frames' in step) return server[step.do](step.frames)
  const one = server.viewers[step.viewer]!
  if (step.do === 'skip') one.skipped = true
  else await one[step.do]()
}

describe('a viewer who gets batches', () => {
  test('holds the whole log thinned as the server would, whenever they came, left or read too slowly', async () => {
    await fc.assert(
      fc.asyncProperty(recorded, fc.array(action, { maxLength: 120, size: 'max' }), async (run, actions) => {
        const server = new Server(run, 3)
        for (const each of server.viewers) each.stream.subscribe()
        for (const each of actions) await perform(server, each)
        // What comes next shows everybody whether something is missing.
        for (const each of server.viewers) each.catchUp()
        server.publish(3)
        for (const each of server.viewers) while (each.waits) await each.advance()
        for (const { stream } of server.viewers) {
          expect(stream.commit().series).toEqual(run.whole(liveEntries))
        }
      }),
      { seed: 1, numRuns: 150 },
    )
  })
})

describe('a batch', () => {
  test('has no more entries than the page holds of as many points, and one more for each cut bucket', async () => {
    const run = new RecordedRun(id)
    const lengths = new SeriesLengths()
    await lengths.learn(async () => run.metrics({ after: 0, maxPoints: 2 }))
    for (let i = 0; i < 100; i++) {
      const blocks = run.record(500)
      const batch = toBatch(id, blocks, lengths.before(blocks))
      lengths.add(blocks)
      for (const [key, { steps, total }] of Object.entries(batch.series)) {
        const size = bucketSize(run.points.get(key)!.length, liveEntries)
        expect(steps.length).toBeLessThanOrEqual(Math.ceil(total / size) + 1)
      }
    }
  })

  test('whose lengths are not known holds single points', () => {
    const run = new RecordedRun(id)
    run.record(5000)
    const { after, seq, series } = toBatch(id, run.record(100), null)
    expect([after, seq]).toEqual([5000, 5100])
    expect(series['train/loss']).not.toHaveProperty('min')
    expect(series['train/loss']!.steps).toHaveLength(series['train/loss']!.total)
  })
})

describe('frames', () => {
  test('come by seq, whatever the blocks', () => {
    const run = new RecordedRun(id, (seq) => (seq === 2 ? Number.NaN : seq))
    const frames = toFrames(id, run.record(20))
    expect(frames.map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
    expect(frames[1]).toEqual({
      runId: id,
      seq: 2,
      step: 20,
      keys: ['train/loss', 'grad_norm/hidden_1'],
      values: ['NaN', 'NaN'],
    })
  })
})
