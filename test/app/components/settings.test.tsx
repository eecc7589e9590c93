// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SettingsForm } from '#app/components/settings/settings-form.tsx'
import { YourName } from '#app/components/settings/your-name.tsx'
import { type Settings, usualSettings } from '#lib/contracts/settings.ts'

const sent: unknown[] = []
let answer: () => Response

beforeEach(() => {
  sent.length = 0
  vi.stubGlobal('fetch', async (_: string, { body }: RequestInit) => {
    sent.push(JSON.parse(String(body)))
    return answer()
  })
})
afterEach(() => {
  cleanup()
  vi.unstubAllGlobals()
})
const field = (name: string) => screen.getByLabelText(name) as HTMLInputElement
const type = (name: string, value: string) => fireEvent.change(field(name), { target: { value } })
const save = () => fireEvent.click(screen.getByRole('button', { name: 'Save' }))

test('settings are saved together, an empty field as no limit', async () => {
  const initial: Settings = { runningLimit: 3, retention: { thinAfterDays: null, dropAfterDays: 90 } }
  answer = () => Response.json({ ...usualSettings, retention: { thinAfterDays: 30, dropAfterDays: 90 } })
  render(<SettingsForm initial={initial} workers={4} />)
  type('Runs at once', '')
  type('Thin after days', ' 30 ')
  save()
  await waitFor(() => expect(screen.getByRole('status').textContent).toContain('Saved'))
  expect(sent).toEqual([{ runningLimit: null, retention: { thinAfterDays: 30, dropAfterDays: 90 } }])
  expect(field('Thin after days').value).toBe('30')
})

test.each(['soon', '1.5', '-1', '1e9'])(
  '%s is no number of days: it is said, and nothing is sent',
  (text) => {
    render(<SettingsForm initial={usualSettings} workers={4} />)
    type('Thin after days', text)
    save()
    expect(field('Thin after days').getAttribute('aria-invalid')).toBe('true')
    expect(sent).toEqual([])
  },
)

test('what the server refuses is told, and stays in the field', async () => {
  const problem = { type: 'x', title: 'Not ready', status: 503, detail: 'The database is away' }
  answer = () => Response.json(problem, { status: 503 })
  render(<SettingsForm initial={usualSettings} workers={4} />)
  type('Runs at once', '2')
  save()
  await waitFor(() => expect(screen.getByRole('status').textContent).toBe('Not saved: The database is away'))
  expect(field('Runs at once').value).toBe('2')
})

test('a name is kept in a cookie that any name fits into, and can be taken back', () => {
  render(<YourName initial="" />)
  type('Your name', ' Zoë; 李 ')
  save()
  expect(document.cookie).toContain('actoscope-member=Zo%C3%AB%3B%20%E6%9D%8E')
  expect(screen.getByRole('status').textContent).toBe('Saved. You are Zoë; 李 in this browser.')
  type('Your name', '')
  save()
  expect(document.cookie).not.toContain('actoscope-member=Zo')
})
