import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import { expectAccessible } from '../helpers/accessible.ts'
import { call, waitForRun } from '../helpers/api.ts'
import { findBrowser, openBrowser, openPage } from '../helpers/browser.ts'
import { startFreshServer } from '../helpers/server.ts'

// A missing browser is told by the walk of a new user.
const executable = findBrowser()

let browser: Browser
let server: Awaited<ReturnType<typeof startFreshServer>>
beforeAll(async () => {
  if (!executable) return
  server = await startFreshServer()
  browser = await openBrowser(executable)
})
afterAll(async () => {
  await browser?.close()
  await server?.dispose()
})

const start = async (request: object) =>
  (await call<Run>(server.url, 'POST', '/runs', { dataset: 'mnist', ...request })).body
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()
const choose = async (page: Page, name: string) => {
  await press(page, 'More')
  await page.getByRole('menuitem', { name }).click()
}
const shows = (page: Page, text: string) => page.getByText(text, { exact: true }).first().waitFor()
/** Far enough from its end that nothing here is too late. */
const long = { epochs: 2000, network: { hidden: [{ units: 256, activation: 'tanh' }] } }

describe.skipIf(!executable)('a run under control, in Chromium', () => {
  it('is paused with a reason, gets another learning rate, and goes on, seen by a second viewer', async () => {
    const { id } = await start({ name: 'steered', ...long })
    const { page, complaints } = await openPage(browser)
    const { page: second, complaints: theirs } = await openPage(browser)
    for (const each of [page, second]) await each.goto(`${server.url}/runs/${id}`)
    await waitForRun(server.url, id, (run) => run.progress.step > 1000)

    await choose(page, 'Pause and say why')
    await page.getByLabel('Pause, because').fill('lunch')
    await page.keyboard.press('Enter')
    for (const each of [page, second]) {
      await shows(each, 'Paused')
      await each.getByText(': lunch').waitFor()
    }
    await press(page, 'Change the learning rate')
    await page.getByLabel('Learning rate', { exact: true }).fill('0.02')
    await expectAccessible(page)
    await press(page, 'Set')
    await second.getByText('→ 0.02').waitFor()
    await press(page, 'Resume')
    for (const each of [page, second]) {
      await shows(each, 'Running')
      // The mark in the charts, once it applies.
      await shows(each, 'lr 0.02')
      await each.getByText('attempt 2', { exact: true }).waitFor()
    }
    await press(second, 'Stop')
    for (const each of [page, second]) await shows(each, 'Stopped')
    expect([...complaints, ...theirs]).toEqual([])
  })

  it('is forked at the playhead, and the fork shows where it comes from', async () => {
    const { id } = await start({ name: 'parent', epochs: 3 })
    await waitForRun(server.url, id, (run) => run.state === 'completed')
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/runs/${id}`)
    await page.getByRole('link', { name: 'Fork from step 2,814' }).waitFor()
    // The playhead goes back, until the checkpoint before the last is the newest.
    await page.getByRole('slider').focus()
    await page.keyboard.press('PageDown')
    await page.getByRole('link', { name: 'Fork from step 1,876' }).click()
    await page.waitForURL('**/new?fork=*')
    await page.getByLabel('Learning rate').fill('0')
    await press(page, 'Start fork')
    await expect.poll(() => page.getByLabel('Learning rate').getAttribute('aria-invalid')).toBe('true')
    await expectAccessible(page)
    await page.getByLabel('Learning rate').fill('0.02')
    await page.getByLabel('Activation of hidden_1').selectOption('gelu')
    await press(page, 'Start fork')
    await page.waitForURL('**/runs/*')

    await shows(page, 'Completed')
    await page.getByText('Fork of parent at step 1,876').waitFor()
    await shows(page, 'forked from parent, step 1,876')
    const fork = (await call<Run>(server.url, 'GET', `/runs/${page.url().split('/').at(-1)}`)).body
    expect(fork.fork).toMatchObject({ of: id, step: 1876 })
    expect(fork.config.network.hidden.map(({ activation }) => activation)).toEqual(['gelu', 'relu'])
    expect(fork.config.optimizer.learningRate).toBe(0.02)
    // Validation and training of both, from step 0 on.
    const lines = page.locator('figure', { hasText: 'Loss' }).locator('path.plot-line')
    await expect.poll(() => lines.count()).toBe(4)
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('is deleted without a question, and brought back from the board', async () => {
    const { id } = await start({ name: 'unlucky', dataset: 'two_spirals', epochs: 1 })
    await waitForRun(server.url, id, (run) => run.state === 'completed')
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/runs/${id}`)
    // The page has asked all it asks: a question that comes after the deletion is answered by a 404, as it should be.
    await page.getByRole('link', { name: 'Fork from step' }).waitFor()
    await page.waitForLoadState('networkidle')
    await choose(page, 'Delete')
    await page.waitForURL(`${server.url}/`)
    expect((await call(server.url, 'GET', `/runs/${id}`)).status).toBe(404)
    await press(page, 'Undo')
    await page.getByRole('link', { name: 'unlucky' }).click()
    await page.waitForURL(`**/runs/${id}`)
    await page.getByText('restored it').waitFor()
    expect(complaints).toEqual([])
  })
})
