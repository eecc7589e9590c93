import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import asc from 'assemblyscript/asc'
import { activationSource } from './activation-source.ts'
import { buildFolder } from './load.ts'
import { type Tile, tileSource } from './tile-source.ts'
import { type Variant, variants } from './variants.ts'

const sourceFolder = join(import.meta.dirname, 'assembly')

/** Compiles every variant from the one source into lib/kernels/build/. Throws with the compiler's messages. */
export async function buildKernels(): Promise<void> {
  mkdirSync(buildFolder, { recursive: true })
  for (const variant of variants) if (variant.file !== null) await buildVariant(variant)
}

async function buildVariant(variant: Extract<Variant, { file: string }>): Promise<void> {
  const features = variant.numericClass === 'fma' ? ['--enable', 'relaxed-simd'] : []
  const stdout = asc.createMemoryStream()
  const { error, stderr } = await asc.main(
    ['index.ts', '--outFile', variant.file, '--enable', 'simd', ...features, ...compilerOptions],
    {
      stdout,
      readFile: (name) => generated(name, variant.tile) ?? readSource(name),
      writeFile: (name, contents) => writeFileSync(join(buildFolder, name), contents),
      listFiles: () => [],
    },
  )
  if (error)
    throw new Error(`Kernels ${variant.name} do not compile:\n${stderr.toString()}`, { cause: error })
}

const compilerOptions = ['--runtime', 'stub', '--noAssert', '-O3', '--importMemory']

/** The modules that are written anew for each build; null for any other. */
function generated(name: string, tile: Tile): string | null {
  if (name === 'tiles.ts') return tileSource(tile)
  return name === 'activations.ts' ? activationSource() : null
}

function readSource(name: string): string | null {
  try {
    return readFileSync(join(sourceFolder, name), 'utf8')
  } catch {
    return null
  }
}
