import { describe, expect, it } from 'vitest'
import { readConfig } from '#lib/config.ts'
import { StartError } from '#lib/errors.ts'

describe('readConfig', () => {
  it('has a default for every setting', () => {
    expect(readConfig({})).toMatchObject({
      port: 3000,
      host: '127.0.0.1',
      databaseUrl: undefined,
      maxRunBytes: 512 * 2 ** 20,
      kernels: undefined,
      logLevel: 'warn',
      development: false,
    })
    expect(readConfig({}).workers).toBeGreaterThan(0)
    expect(readConfig({ DATA_DIR: '/srv/runs' }).dataDir).toBe('/srv/runs')
  })

  it.each([
    ['PORT', 'http', 'must be a port from 0 to 65535'],
    ['PORT', '70000', 'must be a port from 0 to 65535'],
    ['PORT', '-1', 'must be a port'],
    ['PORT', '', 'must be a port'],
    ['HOST', '0.0.0.0', 'must be one of 127.0.0.1, ::1, localhost'],
    ['DATA_DIR', '', 'must name a folder'],
    ['ROLE', 'worker', 'must be all'],
    ['WORKERS', '0', 'must be a number of threads from 1 to 256'],
    ['WORKERS', '2.5', 'must be a number of threads from 1 to 256'],
    ['MAX_RUN_MEMORY', '15', 'must be a number of MiB from 16 to 1024'],
    ['MAX_RUN_MEMORY', '1025', 'must be a number of MiB from 16 to 1024'],
    ['MAX_RUN_MEMORY', '512MB', 'must be a number of MiB'],
    ['LOG_LEVEL', 'loud', 'must be one of silent, fatal'],
  ])('refuses %s=%s in one line that names it', (name, value, reason) => {
    const read = () => readConfig({ [name]: value })
    expect(read).toThrow(StartError)
    expect(read).toThrow(`${name}=${value} is not usable: ${reason}`)
    expect(read).not.toThrow('\n')
  })

  it('does not repeat the address of a database, which may hold a password', () => {
    const read = () => readConfig({ DATABASE_URL: 'mysql://me:hunter2@localhost/x' })
    expect(read).toThrow('DATABASE_URL is not usable: must begin with postgresql://')
    expect(read).not.toThrow('hunter2')
  })
})
