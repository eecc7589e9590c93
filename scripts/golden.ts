/**
 * Writes what the trainings of test/golden/configurations.ts come to in every numeric class, or checks that it is what
 * was written (`--check`: names what differs, and exits 1):
 *
 *     node scripts/golden.ts [--check]
 *     node scripts/golden.ts --torch [--python /usr/bin/python3]
 *
 * The second form asks PyTorch for its losses from the same weights and batches; it alone needs PyTorch.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { variants } from '#lib/kernels/variants.ts'
import { goldenConfigurations } from '../test/golden/configurations.ts'
import { describeForTorch, hashStart, type TorchFixture, torchConfigurations } from '../test/golden/torch.ts'
import { type GoldenTraining, trainGolden } from '../test/golden/training.ts'

const root = join(import.meta.dirname, '..')
const folder = join(root, 'test/golden')
const { values: flags } = parseArgs({
  options: {
    check: { type: 'boolean' },
    torch: { type: 'boolean' },
    python: { type: 'string', default: '/usr/bin/python3' },
  },
})

/** By configuration, then by numeric class. */
type Goldens = Record<string, Record<string, GoldenTraining>>

function computeGoldens(): Goldens {
  const inEachClass = (train: (variant: string) => GoldenTraining) =>
    Object.fromEntries(variants.map(({ name, numericClass }) => [numericClass, train(name)]))
  return Object.fromEntries(
    goldenConfigurations.map((configuration) => [
      configuration.name,
      inEachClass((variant) => trainGolden(configuration, variant)),
    ]),
  )
}

function askTorch(): TorchFixture {
  const input = JSON.stringify(torchConfigurations.map(describeForTorch))
  const options = { input, encoding: 'utf8', maxBuffer: 2 ** 26 } as const
  const answer = execFileSync(flags.python, [join(folder, 'torch_losses.py')], options)
  const { version, losses } = JSON.parse(answer)
  const configurations = torchConfigurations.map((configuration, index) => ({
    name: configuration.name,
    start: hashStart(configuration),
    ...losses[index],
  }))
  return { version, configurations }
}

function write(name: string, content: Goldens | TorchFixture): void {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  execFileSync(join(root, 'node_modules/.bin/biome'), ['format', '--write', path])
}

/** Names of the trainings, `configuration (class)`, that come to something else now. */
function findDifferences(written: Goldens, computed: Goldens): string[] {
  const names = new Set([...Object.keys(written), ...Object.keys(computed)])
  return [...names].flatMap((name) =>
    variants
      .map(({ numericClass }) => numericClass)
      .filter((key) => JSON.stringify(written[name]?.[key]) !== JSON.stringify(computed[name]?.[key]))
      .map((key) => `${name} (${key})`),
  )
}

if (flags.torch) write('torch.json', askTorch())
else if (flags.check) {
  const differences = findDifferences(
    JSON.parse(readFileSync(join(folder, 'losses.json'), 'utf8')),
    computeGoldens(),
  )
  for (const difference of differences) console.log(`Differs: ${difference}`)
  process.exitCode = differences.length > 0 ? 1 : 0
} else write('losses.json', computeGoldens())
