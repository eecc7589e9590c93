/**
 * What the server does beside training, against the budgets of the design: points persisted, long runs opened, runs
 * compared, lists, and the lag from a worker to many clients; with memory and the event loop meanwhile.
 *
 *     node bench/server.ts [--rounds 20] [--viewers 200] [--seconds 15] [--only persist,open,compare,list,lag] [--json]
 */
import { availableParallelism, cpus, loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import type { Health } from './server/health.ts'
import { measureLag } from './server/lag.ts'
import { list } from './server/lists.ts'
import { compare, open, persist } from './server/logs.ts'
import { makeFolder, startStack } from './server/stack.ts'
import { quantile } from './server/statistics.ts'

const parts = ['persist', 'open', 'compare', 'list', 'lag'] as const
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    viewers: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '15' },
    only: { type: 'string', default: parts.join() },
    json: { type: 'boolean', default: false },
  },
})
const [rounds, viewers, seconds] = [values.rounds, values.viewers, values.seconds].map((text) => {
  const number = Number(text)
  if (Number.isInteger(number) && number > 0) return number
  throw new Error(`${text} is not a number from 1`)
}) as [number, number, number]
const only = values.only.split(',')
const unknown = only.filter((name) => !parts.some((part) => part === name))
if (unknown.length > 0) throw new Error(`There is no ${unknown.join(', ')}; there are ${parts.join(', ')}`)

interface Row {
  what: string
  measured: number
  p95: number | null
  unit: string
  budget: number
  met: boolean
}

const rows: Row[] = []
const healths: Record<string, Health> = {}
/** Milliseconds of which the median must not be above the budget. */
const addTimes = (what: string, times: number[], budget: number): void => {
  const measured = quantile(times, 0.5)
  rows.push({ what, measured, p95: quantile(times, 0.95), unit: 'ms', budget, met: measured <= budget })
}

const resources = new AsyncDisposableStack()
process.once('SIGINT', () => void resources.disposeAsync().finally(() => process.exit(130)))
try {
  const stack = await startStack(resources, makeFolder(resources))
  if (only.includes('persist') || only.includes('open')) {
    const { pointsPerSecond, runs, health } = await persist(stack)
    const met = pointsPerSecond >= 100_000
    const row = { measured: pointsPerSecond, p95: null, unit: 'points/s', budget: 100_000, met }
    rows.push({ what: 'metric points persisted', ...row })
    healths.persist = health
    if (only.includes('open')) {
      addTimes('open a run with 1,000,000 points a series', await open(stack, runs[0]!, rounds), 300)
    }
  }
  if (only.includes('compare')) {
    addTimes('compare 100 runs of 10,000 steps', await compare(stack, rounds), 500)
  }
  if (only.includes('lag')) {
    const { lags, batches, missing, health } = await measureLag(stack, viewers, seconds)
    const p95 = quantile(lags, 0.95)
    const what = `frames to ${viewers} clients, ${batches} batches, ${missing} missing`
    rows.push({
      what,
      measured: quantile(lags, 0.5),
      p95,
      unit: 'ms',
      budget: 150,
      met: p95 <= 150 && missing === 0,
    })
    healths.lag = health
  }
  if (only.includes('list')) {
    for (const { what, times } of await list(stack, rounds)) {
      addTimes(`a page among 100,000 runs: ${what}`, times, 50)
    }
  }
} finally {
  await resources.disposeAsync()
}

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  load: loadavg()[0]!,
}
if (values.json) console.log(JSON.stringify({ ...machine, rounds, rows, healths }, null, 2))
else print()
process.exit()

function print(): void {
  console.log(`Node ${machine.node}, ${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(2)}`)
  console.table(
    Object.fromEntries(
      rows.map(({ what, measured, p95, unit, budget, met }) => [
        what,
        {
          median: rounded(measured),
          p95: p95 === null ? '' : rounded(p95),
          unit,
          budget,
          outcome: met ? 'met' : 'missed',
        },
      ]),
    ),
  )
  for (const [part, { memory, loopP50, loopP99, loopMax }] of Object.entries(healths)) {
    console.log(
      `${part}: memory ${Math.round(memory)} MiB at most; event loop late by ${loopP50.toFixed(1)} ms (p50), ${loopP99.toFixed(0)} ms (p99), ${loopMax.toFixed(0)} ms at most`,
    )
  }
  console.log('Milliseconds are the server’s own; a lag is from the worker’s posting to the client’s socket.')
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toFixed(1))
}
