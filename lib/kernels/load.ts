import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type { Kernels } from '../nn/kernels.ts'
import { createScalarKernels } from './scalar.ts'
import { findVariant } from './variants.ts'
import { instantiateKernels } from './wasm.ts'

/** Where `buildKernels` puts what this file reads. */
export const buildFolder = join(import.meta.dirname, 'build')

/**
 * Kernels of the named variant over a fresh memory of at least `bytes`. Throws where the name is unknown, its
 * build is missing, or this engine cannot compile it.
 */
export function createKernels(variant: string, bytes: number): Kernels {
  const found = findVariant(variant)
  if (found.file === null) return createScalarKernels(bytes)
  const module = new WebAssembly.Module(readFileSync(join(buildFolder, found.file)))
  return instantiateKernels(found.name, found.numericClass, module, bytes)
}

/**
 * Lets V8 join pairs of 128-bit operations into 256-bit ones, which the `fma` variant's tile is made for; without
 * it that variant is right, but slow. Process-wide, so call it once, before any kernels are created.
 */
export function enableRevectorizer(): void {
  setFlagsFromString('--experimental-wasm-revectorize')
}
