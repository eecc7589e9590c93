import { describe, expect, it } from 'vitest'
import { faultOf } from '#lib/db/faults.ts'

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code })
const throughPrisma = (code: string, cause: object) =>
  Object.assign(new Error('Invalid invocation'), { code, meta: { driverAdapterError: { cause } } })

describe('a failure of the database', () => {
  it.each([
    ['a refused connection', withCode('ECONNREFUSED'), 'database_unreachable'],
    ['a socket that is gone', withCode('ENOENT'), 'database_unreachable'],
    ['a database that starts', withCode('57P03'), 'database_unreachable'],
    ['a connection that was cut', new Error('Connection terminated unexpectedly'), 'database_unreachable'],
    ['an answer that does not come', new Error('Query read timeout'), 'database_unreachable'],
    [
      'all addresses refusing',
      new AggregateError([withCode('ECONNREFUSED'), withCode('ECONNREFUSED')]),
      'database_unreachable',
    ],
    ['too many connections', withCode('53300'), 'database_busy'],
    ['a pool that has none free', new Error('timeout exceeded when trying to connect'), 'database_busy'],
    ['a full disk', withCode('53100', 'could not extend file'), 'disk_full'],
    [
      'a full disk that is told as another failure',
      withCode('58030', 'could not write: No space left on device'),
      'disk_full',
    ],
    [
      'too many connections, through Prisma',
      throughPrisma('P2010', { originalCode: '53300', kind: 'TooManyConnections' }),
      'database_busy',
    ],
    [
      'a refused connection, through Prisma',
      throughPrisma('P2010', { kind: 'DatabaseNotReachable' }),
      'database_unreachable',
    ],
    ['a full disk, through Prisma', throughPrisma('P2010', { originalCode: '53100' }), 'disk_full'],
    [
      'what hangs on another error',
      new Error('it failed', { cause: withCode('ECONNRESET') }),
      'database_unreachable',
    ],
  ])('is %s', (_what, error, fault) => {
    expect(faultOf(error)).toBe(fault)
  })

  it.each([
    ['a fault of ours', new TypeError('x is not a function')],
    ['a row that is there already', throughPrisma('P2002', { originalCode: '23505' })],
    ['words of a person that sound like one', withCode('22P02', 'invalid input: "the timeout is closed"')],
    ['nothing', undefined],
  ])('is not %s', (_what, error) => {
    expect(faultOf(error)).toBeNull()
  })
})
