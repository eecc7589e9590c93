import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildFolder } from './load.ts'
import { findVariant } from './variants.ts'

/** sha-256 in hex of the code that a variant runs: its build, or the reference's sources. */
export function hashKernels(variant: string): string {
  const { file } = findVariant(variant)
  const patterns = ['scalar.ts', 'scalar/*.ts', '../nn/activations.ts']
  const sources = globSync(patterns, { cwd: import.meta.dirname }).sort()
  const paths =
    file === null ? sources.map((name) => join(import.meta.dirname, name)) : [join(buildFolder, file)]
  const hash = createHash('sha256')
  for (const path of paths) hash.update(readFileSync(path))
  return hash.digest('hex')
}
