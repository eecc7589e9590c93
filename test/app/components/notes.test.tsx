// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
// Loaded beforehand, so that what comes late on a page does not come late here.
import '#app/components/run/markdown.tsx'
import { Notes } from '#app/components/run/notes.tsx'
import { makeRun } from '../helpers/runs.ts'

afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const type = (value: string) =>
  fireEvent.change(screen.getByLabelText('Notes', { selector: 'textarea' }), { target: { value } })

test('a note is read as Markdown: headings below those of the page, tables, tasks', async () => {
  const notes = '# Warm-up\n\n**bold** and ~~struck~~\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] compared'
  render(<Notes run={makeRun({ notes })} />)
  expect((await screen.findByRole('heading', { level: 3 })).textContent).toBe('Warm-up')
  expect(document.querySelector('strong')?.textContent).toBe('bold')
  expect(document.querySelector('del')?.textContent).toBe('struck')
  expect(screen.getByRole('table').textContent).toBe('ab12')
  expect(screen.getByRole('img', { name: 'done' })).toBeTruthy()
})

test('nothing in a note runs, loads, or tells where it was read', async () => {
  const notes = [
    '<script>alert(1)</script> <img src="https://elsewhere.example/pixel.png" onerror="alert(2)">',
    '[plain](https://elsewhere.example) [evil](javascript:alert(3))',
    '![curve](https://elsewhere.example/curve.png)',
  ].join('\n\n')
  const { container } = render(<Notes run={makeRun({ notes })} />)
  await screen.findByRole('link', { name: 'plain' })
  expect(container.querySelectorAll('script, img, iframe, object, style')).toHaveLength(0)
  expect(container.textContent).toContain('<script>')
  for (const link of container.querySelectorAll('a')) {
    expect(link.getAttribute('rel')).toBe('noopener noreferrer nofollow')
    expect(link.getAttribute('href')).not.toMatch(/javascript/i)
  }
  expect(screen.getByRole('link', { name: 'picture: curve' })).toBeTruthy()
})

test('is written, previewed, saved, and read again', async () => {
  const fetched = vi.fn(async () => Response.json(makeRun({ notes: 'a *new* note' })))
  vi.stubGlobal('fetch', fetched)
  render(<Notes run={makeRun()} />)
  press('Write a note')
  type('a *new* note')
  press('Preview')
  await waitFor(() => expect(document.querySelector('em')?.textContent).toBe('new'))
  expect(screen.queryByLabelText('Notes', { selector: 'textarea' })).toBeNull()
  press('Save notes')
  await screen.findByRole('button', { name: 'Edit' })
  expect(fetched).toHaveBeenCalledOnce()
  expect(document.querySelector('em')?.textContent).toBe('new')
})

test('what could not be saved stays, and says why', async () => {
  const body = { type: 'about:blank', title: 'No', status: 500, detail: 'The disk is full' }
  vi.stubGlobal('fetch', async () => Response.json(body, { status: 500 }))
  render(<Notes run={makeRun({ notes: 'before' })} />)
  press('Edit')
  type('after')
  press('Save notes')
  expect((await screen.findByRole('alert')).textContent).toBe('The disk is full')
  expect(screen.getByDisplayValue('after')).toBeTruthy()
  press('Discard')
  expect((await screen.findByText('before')).tagName).toBe('P')
})
