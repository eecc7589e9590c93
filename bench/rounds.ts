import { type Contender, type ContenderName, startContender, type VariantName } from './contenders.ts'
import type { Budget, Row } from './rows.ts'
import { flopPerSample, type Task } from './task.ts'

/** How one contender of a row did. */
export interface Result {
  contender: ContenderName
  version: string
  /** Median of the rounds. */
  samplesPerSecond: number
  gflops: number
  /** Median of each round's speed through the peer's in the same round; null where there is no peer. */
  ratio: number | null
  /** Share of the held-out samples classified correctly after all rounds, and how many samples those were. */
  accuracy: number
  trainedSamples: number
}

/** A budget and what was measured: times or per cent; null where one of both contenders is missing. */
export type Verdict = Budget & { measured: number | null; outcome: 'met' | 'missed' | 'not measured' }

/** Samples per second of each timed round. */
type Speeds = Map<ContenderName, number[]>

export interface RowResult {
  id: string
  title: string
  results: Result[]
  verdicts: Verdict[]
  missing: { contender: ContenderName; reason: string }[]
}

/**
 * Runs a row: a round of each contender in turn, so that a busy machine is busy for all, after one that warms up
 * compilers, caches and clocks. Who cannot start, or fails on the way, is named as missing.
 */
export async function runRow(
  row: Row,
  rounds: number,
  data: Task['data'],
  variant: VariantName,
): Promise<RowResult> {
  const missing: RowResult['missing'] = []
  const present = new Map<ContenderName, Contender>()
  const speeds: Speeds = new Map()
  /** Does one thing for or with a contender; drops it where that fails. */
  const attempt = async (contender: ContenderName, act: () => Promise<void>) => {
    try {
      await act()
    } catch (error) {
      missing.push({ contender, reason: (error as Error).message })
      present.get(contender)?.close()
      present.delete(contender)
      speeds.delete(contender)
    }
  }

  const { dataset: _, ...training } = row.training
  for (const [name, samples] of Object.entries(row.samples) as [ContenderName, number][]) {
    await attempt(name, async () => {
      present.set(name, await startContender(name, { ...training, data, samples, seed: 1 }, variant))
      speeds.set(name, [])
    })
  }
  for (let round = 0; round <= rounds; round++) {
    for (const [name, contender] of [...present]) {
      await attempt(name, async () => {
        const speed = await contender.train()
        if (round > 0) speeds.get(name)!.push(speed)
      })
    }
  }
  const results: Result[] = []
  for (const [name, contender] of [...present]) {
    await attempt(name, async () => {
      results.push(await summarize(contender, row, rounds, speeds))
      contender.close()
    })
  }
  const verdicts = row.budgets.map((budget) => judge(budget, speeds))
  return { id: row.id, title: row.title, results, verdicts, missing }
}

async function summarize(
  { name, version, samples, validate }: Contender,
  row: Row,
  rounds: number,
  speeds: Speeds,
): Promise<Result> {
  const samplesPerSecond = median(speeds.get(name)!)
  return {
    contender: name,
    version,
    samplesPerSecond,
    gflops: (samplesPerSecond * flopPerSample(row.training.widths)) / 1e9,
    ratio: ratioOf(speeds, name, row.peer),
    accuracy: await validate(),
    trainedSamples: samples * (rounds + 1),
  }
}

function judge(budget: Budget, speeds: Speeds): Verdict {
  const ratio = ratioOf(speeds, budget.of, budget.against)
  if (ratio === null) return { ...budget, measured: null, outcome: 'not measured' }
  const measured = budget.kind === 'times' ? ratio : 100 * (1 / ratio - 1)
  const met = budget.kind === 'times' ? measured >= budget.least : measured <= budget.most
  return { ...budget, measured, outcome: met ? 'met' : 'missed' }
}

function ratioOf(speeds: Speeds, of: ContenderName, against: ContenderName) {
  const peer = speeds.get(against)
  const own = speeds.get(of)
  return own && peer ? median(own.map((speed, round) => speed / peer[round]!)) : null
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  return (sorted[Math.floor((sorted.length - 1) / 2)]! + sorted[Math.ceil((sorted.length - 1) / 2)]!) / 2
}
