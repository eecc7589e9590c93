import { parseArgs } from 'node:util'
import { runCampaign } from './campaign.ts'
import { createDice } from './dice.ts'
import { type Kill, killNames } from './kills.ts'
import { type Dish, menu } from './menu.ts'

// `npm run test:chaos [-- --seed 1 --minutes 4 --rounds 30 --kills server,thread]`: kills for so long, or so often, then lets everything
// come to its end and compares. Ends with 1 where anything was lost, doubled or changed.

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    minutes: { type: 'string', default: '4' },
    rounds: { type: 'string', default: '1000' },
    kills: { type: 'string', default: killNames.join() },
  },
})
const [seed, minutes, rounds] = [values.seed, values.minutes, values.rounds].map(Number) as [
  number,
  number,
  number,
]

function* drawKills(): Generator<Kill> {
  const dice = createDice(seed, 2)
  const names = killNames.filter((name) => values.kills.split(',').includes(name))
  const quick = names.filter((name) => name !== 'freeze')
  const deadline = performance.now() + minutes * 60_000
  for (let round = 0; round < rounds && performance.now() < deadline; round++) yield dice.pick(quick)
  if (names.includes('freeze')) yield 'freeze'
}

console.log(`seed ${seed}; at most ${minutes} minutes of kills, ${rounds} rounds`)
const { kills, violations, framesHeard, runs } = await runCampaign({
  seed,
  dishes: Object.keys(menu) as Dish[],
  rounds: drawKills(),
  actsPerRound: 5,
  say: (line) => console.log(line),
})
const total = (count: (run: (typeof runs)[number]) => number) =>
  runs.reduce((sum, run) => sum + count(run), 0)
console.table({
  ...Object.fromEntries(
    killNames.map((name) => [`kills: ${name}`, kills.filter((kill) => kill === name).length]),
  ),
  'runs that completed': runs.length,
  attempts: total(({ attempts }) => attempts),
  'went on from a checkpoint': total(({ resumes }) => resumes),
  'replays that came out identical': runs.filter(({ run }) => run.replay?.identical).length,
  'frames in logs': total(({ frames }) => frames),
  'frames seen live, all found in the logs': framesHeard,
  violations: violations.length,
})
for (const violation of violations) console.error(violation)
process.exit(violations.length === 0 ? 0 : 1)
