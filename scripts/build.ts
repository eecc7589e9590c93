import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { buildKernels } from '#lib/kernels/build.ts'

const root = dirname(import.meta.dirname)
const stamps = join(root, '.build')

interface Step {
  name: string
  /** Globs of what the outcome depends on. */
  inputs: string[]
  /** Exists once the step was done. */
  output: string
  run(): Promise<unknown>
}

const node = (...args: string[]) =>
  promisify(execFile)(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' },
    maxBuffer: 64 * 2 ** 20,
  })

const steps: Step[] = [
  {
    name: 'database client',
    inputs: ['prisma/schema.prisma', 'prisma.config.ts', 'package-lock.json'],
    output: 'lib/db/client/client.ts',
    run: () => node('node_modules/prisma/build/index.js', 'generate'),
  },
  {
    name: 'kernels',
    inputs: [
      'lib/kernels/assembly/**',
      'lib/kernels/{build,variants,tile-source,activation-source}.ts',
      'lib/nn/{activations,names}.ts',
      'package-lock.json',
    ],
    output: 'lib/kernels/build',
    run: buildKernels,
  },
  {
    name: 'pages',
    inputs: [
      'app/**',
      'lib/**/*.ts',
      'next.config.js',
      'postcss.config.mjs',
      'tsconfig.json',
      'package-lock.json',
    ],
    output: '.next/BUILD_ID',
    run: () => node('node_modules/next/dist/bin/next', 'build'),
  },
]

/**
 * Builds what is missing or older than its sources: tells by their content, so that a second call is quick.
 * Without the pages where the server compiles those itself. Ends the process where a step fails.
 */
export async function build({ pages }: { pages: boolean }): Promise<void> {
  mkdirSync(stamps, { recursive: true })
  for (const step of steps) {
    if (step.name === 'pages' && !pages) continue
    const stamp = join(stamps, step.name.replace(' ', '-'))
    const hash = hashInputs(step.inputs)
    const done = existsSync(join(root, step.output)) && existsSync(stamp)
    if (done && readFileSync(stamp, 'utf8') === hash) continue
    const start = performance.now()
    process.stdout.write(`Building the ${step.name} … `)
    await step.run().catch((error: Error & { stdout?: string; stderr?: string }) => {
      process.stdout.write('failed\n')
      process.stderr.write(`${error.stdout ?? ''}${error.stderr ?? error.stack}\n`)
      process.exit(1)
    })
    writeFileSync(stamp, hash)
    process.stdout.write(`${((performance.now() - start) / 1000).toFixed(1)} s\n`)
  }
}

function hashInputs(globs: string[]): string {
  const hash = createHash('sha256')
  const ignored = ['lib/db/client/', 'lib/kernels/build/']
  for (const path of globSync(globs, { cwd: root }).sort()) {
    if (ignored.some((folder) => path.startsWith(folder)) || statSync(join(root, path)).isDirectory())
      continue
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

if (import.meta.main) await build({ pages: true })
