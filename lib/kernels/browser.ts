import type { Kernels } from '../nn/kernels.ts'
import type { NumericClass } from '../nn/names.ts'
import { checkKernels } from './check.ts'
import { createScalarKernels } from './scalar.ts'
import { instantiateKernels } from './wasm.ts'

/**
 * What a browser may run. Not `fma`: the width of its tile pays only under V8's re-vectorizer, which a page cannot
 * ask for, and whether its products are fused is the machine's choice.
 */
export type BrowserClass = Exclude<NumericClass, 'fma'>

/** Fetches and compiles the build of the `simd128` variant; rejects where that isn't possible. */
type CompileSimd = () => Promise<WebAssembly.Module>

/** Enough for the check. */
const trialBytes = 1 << 20

/**
 * Makes an `openKernels` that keeps what it has compiled and checked. `compile` is called once at most, until it
 * rejects: what failed on the way may work the next time.
 */
export function createKernelOpener(compile: CompileSimd) {
  let simd: Promise<WebAssembly.Module> | undefined

  async function compileAndCheck(): Promise<WebAssembly.Module> {
    const module = await compile()
    checkKernels(instantiateKernels('simd128', 'simd128', module, trialBytes))
    return module
  }

  return async function openKernels(bytes: number, only?: BrowserClass): Promise<Kernels> {
    if (only === 'scalar') return createScalarKernels(bytes)
    simd ??= compileAndCheck()
    try {
      return instantiateKernels('simd128', 'simd128', await simd, bytes)
    } catch (error) {
      simd = undefined
      if (only === 'simd128') throw error
      return createScalarKernels(bytes)
    }
  }
}

/**
 * Kernels over a fresh memory of at least `bytes`, in a page or in a worker: the build that the server runs as
 * `simd128`, compared with the scalar reference once, or that reference where the build cannot be had, compiled or
 * trusted. Weights trained with it are bit for bit those of the same numeric class elsewhere. `only` asks for one
 * class, and rejects where it cannot be had.
 */
export const openKernels = createKernelOpener(async () => {
  // The address stands here in full, so that a bundler finds it and names the file by its content.
  const response = await fetch(new URL('./build/simd128.wasm', import.meta.url))
  if (!response.ok) throw new Error(`The kernels could not be loaded: status ${response.status}`)
  return WebAssembly.compile(await response.arrayBuffer())
})
