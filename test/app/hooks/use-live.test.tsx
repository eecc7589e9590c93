// @vitest-environment happy-dom
import { act, cleanup, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LiveProvider } from '#app/hooks/use-live.tsx'
import { useQueue } from '#app/hooks/use-queue.ts'
import { useServerStatus } from '#app/hooks/use-server-status.ts'
import type { Queue } from '#lib/contracts/queue.ts'
import { FakePort } from '../helpers/fake-port.ts'

const made = vi.hoisted(() => ({ port: null as unknown }))
vi.mock('#app/stream/socket-port.ts', () => ({ createSocketPort: () => made.port }))

let port: FakePort

beforeEach(() => {
  port = new FakePort()
  made.port = Object.assign(port, { open: () => {}, close: () => {} })
})
afterEach(cleanup)

const queueOf = (queued: number): Queue => ({ limit: 2, running: 2, queued, items: [] })

function Shown({ initial }: { initial: Queue | null }) {
  const queue = useQueue(initial)
  const status = useServerStatus()
  return <p>{JSON.stringify([queue?.queued ?? null, status])}</p>
}

const show = (initial: Queue | null) =>
  render(
    <LiveProvider>
      <Shown initial={initial} />
    </LiveProvider>,
  )
const shown = () => JSON.parse(screen.getByText(/^\[/).textContent)

test('the queue is what the page came with until one is announced, and then the newest', () => {
  show(queueOf(3))
  expect(shown()[0]).toBe(3)
  act(() => port.queue(queueOf(2)))
  act(() => port.queue(queueOf(1)))
  expect(shown()[0]).toBe(1)
  act(() => port.disconnect())
  expect(shown()[0]).toBe(1)
})

test('no queue is known where the page came without one', () => {
  show(null)
  expect(shown()).toEqual([null, null])
})

test('what the server says of itself holds until the next connection', () => {
  const problems = [{ code: 'stopping' as const, message: 'The server ends' }]
  show(null)
  act(() => port.status({ ready: false, problems }))
  act(() => port.disconnect())
  expect(shown()[1]).toEqual({ ready: false, problems })
  act(() => port.connect())
  expect(shown()[1]).toBe(null)
  act(() => port.status({ ready: true, problems: [] }))
  expect(shown()[1]).toEqual({ ready: true, problems: [] })
})
