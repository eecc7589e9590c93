/**
 * Training's speed on one thread: every kernel variant and every peer that is present, a round each in turn, row by
 * row of rows.ts; and what diagnostics cost, and how trainings side by side scale.
 *
 *     node bench/train.ts [--rounds 5] [--only row[,row]] [--json]
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { enableRevectorizer } from '#lib/kernels/load.ts'
import { selectKernels } from '#lib/kernels/select.ts'
import type { VariantName } from './contenders.ts'
import { writeDataset } from './dataset.ts'
import { printPeers, printRow } from './report.ts'
import { type RowResult, runRow } from './rounds.ts'
import { createRows } from './rows.ts'
import type { Task, Training } from './task.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})
const rounds = Number(values.rounds)
if (!(Number.isInteger(rounds) && rounds > 0)) throw new Error('--rounds takes a number from 1')

enableRevectorizer()
const variant = selectKernels().variant as VariantName
const all = createRows(variant)
const chosen = values.only?.split(',') ?? all.map((row) => row.id)
const unknown = chosen.filter((id) => all.every((row) => row.id !== id))
if (unknown.length > 0) {
  throw new Error(`No row is called ${unknown.join(', ')}; there are ${all.map((row) => row.id).join(', ')}`)
}

const machine = {
  node: process.version,
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  load: loadavg()[0],
  variant,
}
if (!values.json) {
  console.log(
    `Node ${machine.node}, ${machine.cpu}, ${machine.cores} cores, load ${machine.load?.toFixed(2)}`,
  )
  console.log(`Kernels that this machine would use: ${variant}. Medians of ${rounds} rounds in turn.`)
}

const folder = mkdtempSync(join(tmpdir(), 'actoscope-bench-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
process.once('SIGINT', () => process.exit(130))
const written = new Map<Training['dataset'], Task['data']>()
const results: RowResult[] = []
for (const row of all.filter(({ id }) => chosen.includes(id))) {
  const { dataset } = row.training
  const data = written.get(dataset) ?? (await writeDataset(dataset, folder))
  written.set(dataset, data)
  const result = await runRow(row, rounds, data, variant)
  results.push(result)
  if (!values.json) printRow(result, row.peer)
}
if (values.json) console.log(JSON.stringify({ ...machine, rounds, rows: results }, null, 2))
else printPeers(results)
