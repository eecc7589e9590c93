import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startFreshServer } from '../helpers/server.ts'

let server: Awaited<ReturnType<typeof startFreshServer>>

beforeEach(async () => {
  server = await startFreshServer({ LOG_LEVEL: 'debug' })
})
afterEach(() => server.dispose())

/** The structured lines with this message, once there is one. */
async function linesOf(message: string): Promise<Record<string, unknown>[]> {
  for (;;) {
    const lines = server.output().split('\n')
    const entries = lines.filter((line) => line.endsWith('}')).map((line) => JSON.parse(line))
    const found = entries.filter(({ msg }) => msg === message)
    if (found.length > 0) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

it('names method, path, status and time of each request, and none of its secrets', async () => {
  const headers = { cookie: 'session=s3cret', authorization: 'Bearer s3cret', 'actoscope-member': 's3cret' }
  await fetch(`${server.url}/api/v1/runs?q=s3cret`, { headers })
  await fetch(`${server.url}/api/v1/runs/none`, { headers })
  const requests = (await linesOf('request')).filter(({ path }) => String(path).startsWith('/api/v1/runs'))
  expect(requests[0]).toMatchObject({ level: 20, method: 'GET', path: '/api/v1/runs', status: 200 })
  expect(requests[0]).toMatchObject({ milliseconds: expect.any(Number) })
  await expect.poll(async () => (await linesOf('request')).map(({ status }) => status)).toContain(404)
  expect(server.output()).not.toContain('s3cret')
})

it('holds what went wrong in a request, which the answer does not tell', async () => {
  const client = new pg.Client({
    connectionString: `postgresql://actoscope@localhost/postgres?host=${encodeURIComponent(join(server.dataDir, 'postgres/sockets'))}`,
  })
  await client.connect()
  await client.query('ALTER TABLE run RENAME TO gone')
  const response = await fetch(`${server.url}/api/v1/runs?q=s3cret`, {
    headers: { cookie: 'session=s3cret' },
  })
  await client.query('ALTER TABLE gone RENAME TO run')
  await client.end()
  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('relation')
  const [line] = await linesOf('a request failed')
  expect(line).toMatchObject({ level: 50, method: 'GET', path: '/api/v1/runs' })
  expect(line?.error).toMatchObject({ stack: expect.any(String) })
  expect(server.output()).not.toContain('s3cret')
})
