import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { variants } from '#lib/kernels/variants.ts'
import { goldenConfigurations } from './configurations.ts'
import { hashStart, type TorchFixture, torchConfigurations } from './torch.ts'
import { type GoldenTraining, trainGolden } from './training.ts'

/** Where rounding is meant to change, `node scripts/golden.ts` writes anew what is compared here. */
function read<Content>(name: string): Content {
  return JSON.parse(readFileSync(join(import.meta.dirname, name), 'utf8'))
}
const goldens = read<Record<string, Record<string, GoldenTraining>>>('losses.json')
const torch = read<TorchFixture>('torch.json')

/** Greatest difference of PyTorch's own float32 from its float64 is 2e-7 on these. */
const torchTolerance = 1e-6

describe.each(variants)('trained on $name', ({ name, numericClass }) => {
  it.each(goldenConfigurations)('comes to the written losses and weights, bit for bit: $name', (one) => {
    expect(trainGolden(one, name)).toEqual(goldens[one.name]![numericClass])
  })

  it.each(torchConfigurations)('has the losses of PyTorch: $name', (one) => {
    const { start, single, double } = torch.configurations.find((written) => written.name === one.name)!
    expect(hashStart(one), 'weights that PyTorch started from').toBe(start)
    const { losses } = trainGolden(one, name)
    for (const expected of [single, double]) {
      expect(losses).toHaveLength(expected.length)
      const errors = losses.map((loss, step) => Math.abs(loss / expected[step]! - 1))
      expect(Math.max(...errors)).toBeLessThan(torchTolerance)
    }
  })
})

it('has nothing written of configurations that are gone', () => {
  expect(Object.keys(goldens)).toEqual(goldenConfigurations.map((one) => one.name))
  expect(torch.configurations.map((one) => one.name)).toEqual(torchConfigurations.map((one) => one.name))
})
