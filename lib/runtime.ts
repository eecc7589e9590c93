import type { ServerStatus } from '#lib/contracts/status.ts'
import type { Log } from '#lib/log.ts'
import type { NumericClass } from '#lib/nn/names.ts'
import type { Networks } from '#lib/runs/networks.ts'
import type { Runs } from '#lib/runs/runs.ts'
import type { DatasetReader } from '#lib/runs/samples.ts'
import type { LiveSettings } from '#lib/settings/settings.ts'
import type { Views } from '#lib/views/views.ts'

/** The kernels in use, chosen at start-up. */
export interface KernelsInUse {
  /** Name of the build, e.g. `simd128`. */
  variant: string
  numericClass: NumericClass
  /** Measured single-precision matrix product of one thread, in GFLOP/s. */
  gflops: number
}

/** What pages and route handlers may use of the running server. */
export interface Runtime {
  runs: Runs
  networks: Networks
  datasets: DatasetReader
  settings: LiveSettings
  views: Views
  /** Whether it can accept and train runs, as it was a second ago at most. */
  status(): ServerStatus
  /** For Prometheus. */
  metrics(): Promise<{ text: string; contentType: string }>
  /** Standard error. */
  log: Log
  kernels: KernelsInUse
  /** Threads that train. */
  workers: number
}

/** Next.js loads its own copy of every module, so the process's one runtime hangs on a global symbol. */
const slot = Symbol.for('actoscope.runtime')

/** Called once, by server.ts. */
export function installRuntime(runtime: Runtime): void {
  ;(globalThis as Record<symbol, unknown>)[slot] = runtime
}

/** @throws where no server has installed one, as during `next build`. */
export function getRuntime(): Runtime {
  const runtime = (globalThis as Record<symbol, unknown>)[slot]
  if (!runtime) throw new Error('The runtime is not installed: start the server by server.ts')
  return runtime as Runtime
}
