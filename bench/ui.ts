/**
 * What the pages ask of a browser, against the budgets: JavaScript of the board's first load, a hundred runs compared,
 * eight live runs in four charts. Needs Chromium, and the pages built.
 *
 *     node bench/ui.ts [--rounds 5] [--seconds 15] [--only load,compare,live] [--json]
 */
import { availableParallelism, cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Browser } from 'playwright-core'
import { record } from './server/logs.ts'
import { makeFolder, startStack } from './server/stack.ts'
import { quantile } from './server/statistics.ts'
import { measureInteractive } from './ui/comparison.ts'
import { measureFirstLoad } from './ui/first-load.ts'
import { type Liveness, watchLive } from './ui/live.ts'
import { openBrowser } from './ui/page.ts'
import { start, startProduct } from './ui/server.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '15' },
    only: { type: 'string', default: 'load,compare,live' },
    json: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
const seconds = Number(values.seconds)
const only = values.only.split(',')

const comparedRuns = 100
const comparedSteps = 10_000
const liveRuns = 8
/** Goes on for longer than anybody watches. */
const endless = { dataset: 'mnist', epochs: 2000, diagnostics: { everySteps: 10 } }

interface Row {
  what: string
  measured: number
  unit: string
  budget: number
  met: boolean
}
const rows: Row[] = []
const add = (what: string, measured: number, unit: string, budget: number) =>
  rows.push({ what, measured, unit, budget, met: measured <= budget })

const resources = new AsyncDisposableStack()
process.once('SIGINT', () => void resources.disposeAsync().finally(() => process.exit(130)))
let live: Liveness | null = null
try {
  const folder = makeFolder(resources)
  const compared = only.includes('compare') ? await recordRuns(folder) : []
  const url = await startProduct(resources, join(folder, 'data'), liveRuns)
  const browser = await openBrowser()
  resources.defer(() => browser.close())
  if (only.includes('load')) {
    add(
      "JavaScript of the board's first load, compressed",
      (await measureFirstLoad(browser, url)) / 1000,
      'kB',
      250,
    )
  }
  if (compared.length > 0) {
    const times: number[] = []
    for (let round = 0; round <= rounds; round++) {
      const took = await measureInteractive(browser, `${url}/compare?runs=${compared.join()}`)
      // The first warms up.
      if (round > 0) times.push(took)
    }
    add(
      `${comparedRuns} runs of ${comparedSteps} steps compared: until it answers a key`,
      quantile(times, 0.5),
      'ms',
      2000,
    )
  }
  if (only.includes('live')) {
    live = await watch(browser, url)
    add(`main thread with ${liveRuns} live runs in 4 charts`, 100 * live.busy, '%', 30)
  }
} finally {
  await resources.disposeAsync()
}

/** Runs in the log of a database that the product is started on next. */
async function recordRuns(folder: string): Promise<string[]> {
  const parts = new AsyncDisposableStack()
  try {
    return await record(await startStack(parts, folder), comparedRuns, comparedSteps)
  } finally {
    await parts.disposeAsync()
  }
}

async function watch(browser: Browser, url: string): Promise<Liveness> {
  const ids: string[] = []
  for (const activation of ['relu', 'sigmoid', 'tanh', 'gelu', 'elu', 'leaky_relu', 'silu', 'selu']) {
    const hidden = [
      { units: 64, activation },
      { units: 32, activation },
    ]
    ids.push(await start(url, { ...endless, name: activation, network: { hidden } }))
  }
  return watchLive(browser, `${url}/compare?runs=${ids.join()}`, seconds)
}

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  load: loadavg()[0]!,
}
const frames = live && {
  p50: quantile(live.frames, 0.5),
  p95: quantile(live.frames, 0.95),
  p99: quantile(live.frames, 0.99),
  longest: Math.max(...live.frames),
  redraws: live.redraws,
  script: live.script,
}
if (values.json) console.log(JSON.stringify({ ...machine, rows, frames }, null, 2))
else print()
process.exit()

function print(): void {
  console.log(`Node ${machine.node}, ${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(2)}`)
  const outcome = (met: boolean) => (met ? 'met' : 'missed')
  console.table(
    Object.fromEntries(
      rows.map(({ what, measured, unit, budget, met }) => [
        what,
        { measured: Number(measured.toFixed(measured < 100 ? 1 : 0)), unit, budget, outcome: outcome(met) },
      ]),
    ),
  )
  if (!frames) return
  const ms = (value: number) => value.toFixed(0)
  console.log(
    `live: frames after ${ms(frames.p50)} ms (p50), ${ms(frames.p95)} (p95), ${ms(frames.p99)} (p99), ${ms(frames.longest)} at most; drawn anew ${frames.redraws.toFixed(1)} times a second; script ${(100 * frames.script).toFixed(1)} % of the time`,
  )
}
