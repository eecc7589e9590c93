import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { variants } from '../../../lib/kernels/variants.ts'

const script = join(import.meta.dirname, 'train-and-hash.ts')

function hashOf(variant: string, revectorizer: 'on' | 'off', place: 'main' | 'thread'): string {
  const output = execFileSync(process.execPath, [script, variant, revectorizer, place], { encoding: 'utf8' })
  expect(output).toMatch(/^[0-9a-f]{64}\n$/)
  return output
}

describe.each(variants.map((variant) => variant.name))('weights trained by %s', (variant) => {
  it('are the same bits in any thread, with the re-vectorizer and without', () => {
    const hash = hashOf(variant, 'off', 'main')
    expect(hashOf(variant, 'on', 'main')).toBe(hash)
    expect(hashOf(variant, 'on', 'thread')).toBe(hash)
  })
})
