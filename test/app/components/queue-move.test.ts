import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planMove, type Queued } from '#app/components/board/queue-move.ts'

/** The server's order, written down once more: turns among members, then priority, interruption, age. */
function fairOrder(runs: readonly Queued[], running: ReadonlyMap<string | null, number>): Queued[] {
  const compare = (a: Queued, b: Queued) =>
    b.priority - a.priority ||
    Number(b.attempt > 0) - Number(a.attempt > 0) ||
    a.createdAt.localeCompare(b.createdAt) ||
    a.id.localeCompare(b.id)
  const turn = (run: Queued) =>
    (running.get(run.createdBy) ?? 0) +
    runs.filter((other) => other.createdBy === run.createdBy && compare(other, run) <= 0).length
  return runs.toSorted((a, b) => turn(a) - turn(b) || compare(a, b))
}

const make = (place: number, createdBy: string | null = null, priority = 0, attempt = 0): Queued => ({
  id: `run${String(place).padStart(2, '0')}`,
  priority,
  createdBy,
  attempt,
  createdAt: `2026-11-23T10:${String(place).padStart(2, '0')}:00.000Z`,
})
const nobody = new Map<string | null, number>()
const ids = (runs: readonly Queued[]) => runs.map(({ id }) => id)
const apply = (runs: readonly Queued[], changes: { id: string; priority: number }[]) =>
  runs.map((run) => ({
    ...run,
    priority: changes.findLast(({ id }) => id === run.id)?.priority ?? run.priority,
  }))

describe('moving a run in the queue', () => {
  const three = [make(1), make(2), make(3)]

  test('to the front takes one priority above the first', () => {
    expect(planMove(three, 'run03', 0, nobody)).toEqual({
      changes: [{ id: 'run03', priority: 1 }],
      order: ['run03', 'run01', 'run02'],
    })
  })
  test('between two of the same priority moves one of them too', () => {
    const { changes, order } = planMove(three, 'run03', 1, nobody)
    expect(order).toEqual(['run01', 'run03', 'run02'])
    expect(changes).toHaveLength(1)
  })
  test('where there is room between two priorities changes the run alone', () => {
    const queue = [make(1, null, 5), make(2, null, 0), make(3)]
    expect(planMove(queue, 'run03', 1, nobody).changes).toEqual([{ id: 'run03', priority: 1 }])
  })
  test('to where it is changes nothing', () => {
    expect(planMove(three, 'run02', 1, nobody).changes).toEqual([])
  })
  test('past the runs of a member whose turn is before its own changes nothing', () => {
    const queue = [make(1, 'ana'), make(2, 'ben'), make(3, 'ben')]
    expect(planMove(queue, 'run03', 0, nobody).order[0]).toBe('run03')
    expect(planMove(queue, 'run03', 0, new Map([['ben', 1]])).changes).toEqual([{ id: 'run03', priority: 1 }])
    expect(planMove([make(1, 'ana'), make(2, 'ben')], 'run02', 0, new Map([['ben', 1]])).changes).toEqual([])
  })
  test('at the bounds of priorities finds room on the other side', () => {
    const queue = [make(1, null, 100), make(2, null, 100), make(3, null, 100)]
    const { changes, order } = planMove(queue, 'run03', 0, nobody)
    expect(order).toEqual(['run03', 'run01', 'run02'])
    expect(changes.every(({ priority }) => Math.abs(priority) <= 100)).toBe(true)
  })
})

const run = fc.record({
  member: fc.constantFrom(null, 'ana', 'ben'),
  priority: fc.integer({ min: -3, max: 3 }),
  attempt: fc.constantFrom(0, 0, 1),
})
const situation = fc.record({
  runs: fc.array(run, { minLength: 2, maxLength: 9 }),
  from: fc.nat(),
  to: fc.nat(),
  busy: fc.dictionary(fc.constantFrom('ana', 'ben'), fc.integer({ min: 0, max: 2 })),
})

test('the order that is foretold is the one that the changed priorities give, and never farther from the place', () => {
  fc.assert(
    fc.property(situation, ({ runs, from, to, busy }) => {
      const running = new Map<string | null, number>(Object.entries(busy))
      const made = runs.map(({ member, priority, attempt }, i) => make(i, member, priority, attempt))
      const queue = fairOrder(made, running)
      const { id } = queue[from % queue.length]!
      const place = to % queue.length
      const { changes, order } = planMove(queue, id, place, running)
      expect(order).toEqual(ids(fairOrder(apply(queue, changes), running)))
      expect(Math.abs(order.indexOf(id) - place)).toBeLessThanOrEqual(
        Math.abs(ids(queue).indexOf(id) - place),
      )
    }),
    { seed: 4, numRuns: 500 },
  )
})

test('among the runs of one member every place can be reached, and the others keep their order', () => {
  fc.assert(
    fc.property(situation, ({ runs, from, to }) => {
      const queue = fairOrder(
        runs.map(({ priority, attempt }, i) => make(i, null, priority, attempt)),
        nobody,
      )
      const { id } = queue[from % queue.length]!
      const place = to % queue.length
      const wanted = ids(queue)
      wanted.splice(wanted.indexOf(id), 1)
      wanted.splice(place, 0, id)
      expect(planMove(queue, id, place, nobody).order).toEqual(wanted)
    }),
    { seed: 4, numRuns: 500 },
  )
})
