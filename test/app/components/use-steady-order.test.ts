// @vitest-environment happy-dom
import { renderHook } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { Waiting } from '#app/components/board/queue-order.ts'
import { useSteadyOrder } from '#app/components/board/use-steady-order.ts'
import { makeRun } from '../helpers/runs.ts'

const waiting = (ids: string): Waiting[] => [...ids].map((id) => ({ run: makeRun({ id }), item: null }))

test('the queue stays as it stood while it is frozen, with what is new behind it, and then is as it is', () => {
  const { result, rerender } = renderHook(
    ({ ids, frozen }) =>
      useSteadyOrder(waiting(ids), frozen)
        .map(({ run }) => run.id)
        .join(''),
    { initialProps: { ids: 'abc', frozen: false } },
  )
  rerender({ ids: 'dcab', frozen: true })
  expect(result.current).toBe('abcd')
  rerender({ ids: 'cdb', frozen: true })
  expect(result.current).toBe('bcd')
  rerender({ ids: 'cdb', frozen: false })
  expect(result.current).toBe('cdb')
})
