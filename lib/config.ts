import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { StartError } from './errors.ts'

const loopback = ['127.0.0.1', '::1', 'localhost']
const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

const integer = (what: string, min: number, max: number) =>
  z.string().transform((text, context) => {
    const value = Number(text)
    if (/^\d+$/.test(text) && value >= min && value <= max) return value
    context.addIssue({ code: 'custom', message: `must be ${what} from ${min} to ${max}` })
    return z.NEVER
  })

const environmentSchema = z.object({
  PORT: integer('a port', 0, 65_535).default(3000),
  HOST: z
    .string()
    .refine(
      (host) => loopback.includes(host),
      `must be one of ${loopback.join(', ')}: there are no accounts yet`,
    )
    .default('127.0.0.1'),
  DATA_DIR: z.string().min(1, 'must name a folder').default('.data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\/\S+$/, 'must begin with postgresql://')
    .optional(),
  ROLE: z.literal('all', 'must be all: one process does everything').default('all'),
  WORKERS: integer('a number of threads', 1, 256).default(availableParallelism()),
  MAX_RUN_MEMORY: integer('a number of MiB', 16, 1024).default(512),
  KERNELS: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('warn'),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
})

/** Every setting, parsed. */
export interface Config {
  /** 0 lets the system choose a port. */
  port: number
  host: string
  /** Absolute. */
  dataDir: string
  /** None: the embedded PostgreSQL. */
  databaseUrl: string | undefined
  /** Threads that train. */
  workers: number
  /** Bytes of memory that a training may take. */
  maxRunBytes: number
  /** Name of the kernel build to use whatever the measurement says. */
  kernels: string | undefined
  logLevel: (typeof logLevels)[number]
  /** Compile pages on demand and reload them. */
  development: boolean
}

/**
 * Reads the settings. The only place that looks at the environment.
 * @throws StartError one line that names the variable
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const parsed = environmentSchema.safeParse(environment)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const name = String(issue.path[0])
    // An address of a database may hold a password.
    const value = name === 'DATABASE_URL' ? '' : `=${environment[name]}`
    throw new StartError(`${name}${value} is not usable: ${issue.message}`)
  }
  const { data } = parsed
  return {
    port: data.PORT,
    host: data.HOST,
    dataDir: resolve(data.DATA_DIR),
    databaseUrl: data.DATABASE_URL,
    workers: data.WORKERS,
    maxRunBytes: data.MAX_RUN_MEMORY * 2 ** 20,
    kernels: data.KERNELS,
    logLevel: data.LOG_LEVEL,
    development: data.NODE_ENV === 'development',
  }
}
