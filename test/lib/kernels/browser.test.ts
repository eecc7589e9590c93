import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createKernelOpener, openKernels } from '../../../lib/kernels/browser.ts'
import { buildFolder, createKernels } from '../../../lib/kernels/load.ts'
import { smallTrainingBytes, trainSmallNetwork } from './small-training.ts'

const compile = () => WebAssembly.compile(readFileSync(join(buildFolder, 'simd128.wasm')))
const compileOther = () => WebAssembly.compile(readFileSync(join(buildFolder, 'fma.wasm')))

describe('kernels of a browser', () => {
  it('are those of the server: the same bits after a training', async () => {
    const open = createKernelOpener(compile)
    const kernels = await open(smallTrainingBytes)
    expect(kernels.numericClass).toBe('simd128')
    const theirs = trainSmallNetwork(createKernels('simd128', smallTrainingBytes), 100)
    expect(trainSmallNetwork(kernels, 100)).toEqual(theirs)
  })

  it('are compiled once, each over a memory of its own', async () => {
    let times = 0
    const open = createKernelOpener(() => {
      times++
      return compile()
    })
    const [one, other] = await Promise.all([open(1000), open(200_000)])
    expect(times).toBe(1)
    expect(one!.bytes.length).toBeGreaterThanOrEqual(1000)
    expect(other!.bytes.length).toBeGreaterThanOrEqual(200_000)
    one!.floats[300] = 7
    expect(other!.floats[300]).toBe(0)
  })

  it('are the scalar reference where the build is not to be had, and the build again once it is', async () => {
    let isThere = false
    const open = createKernelOpener(() => (isThere ? compile() : Promise.reject(new Error('offline'))))
    expect((await open(1000)).numericClass).toBe('scalar')
    await expect(open(1000, 'simd128')).rejects.toThrow('offline')
    isThere = true
    expect((await open(1000)).numericClass).toBe('simd128')
  })

  it('are the scalar reference where the build rounds otherwise than its class says', async () => {
    const open = createKernelOpener(compileOther)
    expect((await open(1000)).numericClass).toBe('scalar')
    await expect(open(1000, 'simd128')).rejects.toThrow('does not round as class simd128')
  })

  it('are the scalar reference when asked for, without loading anything', async () => {
    const open = createKernelOpener(() => Promise.reject(new Error('asked for')))
    expect((await open(1000, 'scalar')).numericClass).toBe('scalar')
  })

  it('end in the reference where no server answers, as here', async () => {
    expect((await openKernels(1000)).numericClass).toBe('scalar')
  })
})
