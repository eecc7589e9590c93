// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { TagDialog } from '#app/components/board/tag-dialog.tsx'
import { makeRun } from '../helpers/runs.ts'

afterEach(cleanup)

const open = (...tags: string[][]) => {
  const onChange = vi.fn(async (): Promise<string | null> => null)
  const onClose = vi.fn()
  const runs = tags.map((each, i) => makeRun({ id: `aaaaaaaaaaaaaaa${i}`, name: `run ${i}`, tags: each }))
  render(<TagDialog runs={runs} known={['old']} onChange={onChange} onClose={onClose} />)
  return { onChange, onClose }
}
const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))

test('tells which tags only some of the runs have, and changes those of all', async () => {
  const { onChange } = open(['a', 'b'], ['b'])
  expect(screen.getByRole('heading').textContent).toBe('Tags of 2 runs')
  expect(screen.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
    'aon 1 of 2Put on all',
    'b',
  ])
  press('Put on all')
  await waitFor(() => expect(onChange).toHaveBeenLastCalledWith({ add: ['a'], remove: [] }))
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Remove b' })).toHaveProperty('disabled', false),
  )
  press('Remove b')
  await waitFor(() => expect(onChange).toHaveBeenLastCalledWith({ add: [], remove: ['b'] }))
})

test('puts on a new tag, without the space around it, and says why it could not', async () => {
  const { onChange } = open([])
  expect(screen.getByRole('heading').textContent).toBe('Tags of run 0')
  onChange.mockResolvedValueOnce('1 could not be: it would have 21 tags')
  expect(screen.getByRole('button', { name: 'Add' })).toHaveProperty('disabled', true)
  fireEvent.change(screen.getByLabelText('New tag'), { target: { value: ' new one ' } })
  press('Add')
  await waitFor(() =>
    expect(screen.getByRole('alert').textContent).toBe('1 could not be: it would have 21 tags'),
  )
  expect(onChange).toHaveBeenCalledExactlyOnceWith({ add: ['new one'], remove: [] })
})
