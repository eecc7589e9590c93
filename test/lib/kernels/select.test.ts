import { describe, expect, it } from 'vitest'
import { hashKernels } from '../../../lib/kernels/hash.ts'
import { createKernels } from '../../../lib/kernels/load.ts'
import { type CreateKernels, selectKernels, variantFor } from '../../../lib/kernels/select.ts'
import { variants } from '../../../lib/kernels/variants.ts'
import type { Kernels } from '../../../lib/nn/kernels.ts'
import { numericClasses } from '../../../lib/nn/names.ts'

/** Real kernels, but for one variant something else. */
function replacing(variant: string, other: (real: Kernels) => Kernels): CreateKernels {
  return (name, bytes) => {
    const real = createKernels(name, bytes)
    return name === variant ? other(real) : real
  }
}

describe('selectKernels', () => {
  it('finds every built variant correct and picks the fastest', () => {
    const selection = selectKernels()
    expect(selection.all.map(({ variant, correct }) => ({ variant, correct }))).toEqual(
      variants.map(({ name }) => ({ variant: name, correct: true })),
    )
    const fastest = Math.max(...selection.all.map((candidate) => candidate.gflops))
    expect(selection.gflops).toBe(fastest)
    expect(selection.all.find((candidate) => candidate.variant === selection.variant)?.gflops).toBe(fastest)
  })

  it.each(variants.map((variant) => variant.name))('takes %s when told to', (forced) => {
    const { numericClass, variant } = selectKernels({ forced })
    expect(variant).toBe(forced)
    expect(variantFor(numericClass)).toBe(forced)
  })

  it('refuses a name that it does not know, and says those it knows', () => {
    expect(() => selectKernels({ forced: 'abacus' })).toThrow(/"abacus"; there are scalar, simd128, fma/)
  })

  it('falls back where variants are missing, down to the reference, even when forced', () => {
    const create: CreateKernels = (name, bytes) => {
      if (name !== 'scalar') throw new Error('no such file')
      return createKernels(name, bytes)
    }
    const { variant, numericClass, all } = selectKernels({ create, forced: 'fma' })
    expect({ variant, numericClass }).toEqual({ variant: 'scalar', numericClass: 'scalar' })
    expect(all[1]).toEqual({ variant: 'simd128', gflops: 0, correct: false, error: 'no such file' })
  })

  const broken: [string, (real: Kernels) => Kernels][] = [
    ['a product that does nothing', (real) => ({ ...real, affine: () => {} })],
    ['a gradient that is not added', (real) => ({ ...real, sumRows: () => {} })],
    [
      'a wrong activation',
      (real) => ({ ...real, activate: (_, alpha, count, z, a) => real.activate('relu', alpha, count, z, a) }),
    ],
    [
      'a derivative that is left out',
      (real) => ({
        ...real,
        differentiate: (name, ...rest) => name !== 'mish' && real.differentiate(name, ...rest),
      }),
    ],
    ['an optimizer that does nothing', (real) => ({ ...real, adamStep: () => {} })],
    [
      'NaN',
      (real) => ({
        ...real,
        inputGradient: (rows, inputs, units, delta, transposed, dx) => {
          real.inputGradient(rows, inputs, units, delta, transposed, dx)
          real.floats[dx / 4] = NaN
        },
      }),
    ],
  ]
  it.each(broken)('passes over a variant with %s', (_, other) => {
    const { all, variant } = selectKernels({ create: replacing('simd128', other), forced: 'simd128' })
    expect(all.find((candidate) => candidate.variant === 'simd128')).toMatchObject({ correct: false })
    expect(variant).not.toBe('simd128')
  })

  it('passes over fused kernels on a machine that does not fuse, and the reverse', () => {
    const unfused: CreateKernels = (name, bytes) =>
      name === 'fma'
        ? { ...createKernels('simd128', bytes), numericClass: 'fma' }
        : createKernels(name, bytes)
    expect(selectKernels({ create: unfused }).all[2]?.error).toMatch('does not round as class fma')
    const fused: CreateKernels = (name, bytes) =>
      name === 'simd128'
        ? { ...createKernels('fma', bytes), numericClass: 'simd128' }
        : createKernels(name, bytes)
    expect(selectKernels({ create: fused }).all[1]?.error).toMatch('does not round as class simd128')
  })

  it('knows a variant for every numeric class, each with a hash of its own', () => {
    const names = numericClasses.map(variantFor)
    expect(new Set(names).size).toBe(numericClasses.length)
    const hashes = names.map(hashKernels)
    expect(new Set(hashes).size).toBe(names.length)
    for (const hash of hashes) expect(hash).toMatch(/^[0-9a-f]{64}$/)
  })
})
