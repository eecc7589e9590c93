import { expect, it } from 'vitest'
import { runCampaign } from './campaign.ts'
import { createDice } from './dice.ts'
import type { Kill } from './kills.ts'

// The short form of `npm run test:chaos`: always the same seed, each kind of kill a few times, in a drawn order.

const seed = 4
const kills: Kill[] = [
  ...Array.from({ length: 3 }, () => ['thread', 'server', 'database', 'everything'] as const).flat(),
  'backend',
  'start',
  'drain',
]

it('kills of threads, server and PostgreSQL lose nothing, double nothing and change no result', async () => {
  const said: string[] = []
  const report = await runCampaign({
    seed,
    dishes: ['noisy', 'dense', 'digits', 'sick'],
    rounds: shuffled(kills),
    actsPerRound: 2,
    say: (line) => said.push(line),
  })
  expect(report.violations, said.join('\n')).toEqual([])
  expect(report.kills).toHaveLength(kills.length)
  // The kills did hit something.
  expect(report.runs.reduce((sum, { resumes }) => sum + resumes, 0)).toBeGreaterThan(2)
  expect(report.framesHeard).toBeGreaterThan(1000)
}, 400_000)

function shuffled<Item>(items: readonly Item[]): Item[] {
  const dice = createDice(seed, 2)
  return items
    .map((item) => ({ item, place: dice.between(0, 1) }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
