import { describe, expect, it } from 'vitest'
import { colourOf, runIdSchema, runRequestSchema } from '#lib/contracts/run.ts'
import { generateName, hashJson, newRunId } from '#lib/runs/identity.ts'

describe('newRunId', () => {
  it('gives eight runs in a row eight colours', () => {
    const colours = new Set<number>()
    let id: string | null = null
    for (let i = 0; i < 8; i++) {
      id = newRunId(id)
      expect(runIdSchema.safeParse(id).success).toBe(true)
      colours.add(colourOf(id))
    }
    expect(colours.size).toBe(8)
  })

  it('differs every time', () => {
    expect(new Set(Array.from({ length: 1000 }, () => newRunId(null))).size).toBe(1000)
  })
})

describe('generateName', () => {
  it('says the activation', () => {
    const { name: _, ...config } = runRequestSchema.parse({ dataset: 'mnist' })
    expect(generateName(config)).toMatch(/^[a-z]+-relu-\d{1,2}$/)
    expect(generateName({ ...config, network: { hidden: [], initializer: 'auto' } })).toMatch(
      /^[a-z]+-linear-\d{1,2}$/,
    )
  })
})

describe('hashJson', () => {
  it('does not depend on the order of keys, but on that of lists', () => {
    expect(hashJson({ a: 1, b: { c: [1, 2], d: null } })).toBe(hashJson({ b: { d: null, c: [1, 2] }, a: 1 }))
    expect(hashJson([1, 2])).not.toBe(hashJson([2, 1]))
  })

  it('is sha-256 of the canonical text', () => {
    expect(hashJson({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a')
  })
})
