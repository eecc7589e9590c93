import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Queue } from '#lib/contracts/queue.ts'
import type { Run } from '#lib/contracts/run.ts'
import { call, tinyRun } from '../helpers/api.ts'
import { findBrowser, openBrowser, openPage } from '../helpers/browser.ts'
import { startFreshServer } from '../helpers/server.ts'

const executable = findBrowser()

/** Trains for longer than any test. */
const longRun = { dataset: 'mnist', network: { hidden: [{ units: 64, activation: 'relu' }] }, epochs: 5000 }

let browser: Browser
let server: Awaited<ReturnType<typeof startFreshServer>>
beforeAll(async () => {
  if (!executable) return
  server = await startFreshServer({ WORKERS: '1' })
  browser = await openBrowser(executable)
})
afterAll(async () => {
  await browser?.close()
  await server?.dispose()
})

async function queue(name: string, by: string, request: object = tinyRun): Promise<Run> {
  const headers = { 'actoscope-member': encodeURIComponent(by) }
  return (await call<Run>(server.url, 'POST', '/runs', { ...request, name }, headers)).body
}
const names = (page: Page, group: string) =>
  page
    .locator('tbody', { has: page.getByRole('heading', { name: group }) })
    .locator('tr[data-run] .c-name a')
    .allTextContents()
/** Until React listens: what is pressed before is not heard. */
const hydrated = (page: Page) =>
  page.waitForFunction(() =>
    Object.keys(document.querySelector('.check') ?? {}).some((key) => key.startsWith('__react')),
  )
/** The queue is announced once a second at most. */
const announced = { timeout: 10_000 }
const handle = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^Move ${name},`) })
const toasts = (page: Page) => page.getByRole('status').filter({ hasText: /\w/ }).allTextContents()

describe.skipIf(!executable)('the board in Chromium', () => {
  it('shows the queue of several members and changes its order by mouse and keyboard, in every window', async () => {
    await queue('long', 'Ana', longRun)
    for (const name of ['a1', 'a2', 'a3']) await queue(name, 'Ana')
    await queue('b1', 'Ben')
    const { page, complaints } = await openPage(browser)
    const { page: other } = await openPage(browser)
    for (const each of [page, other]) await each.goto(server.url)
    // Ana trains already, so Ben is next, though he came last.
    for (const each of [page, other]) {
      await expect.poll(() => names(each, 'Queued'), announced).toEqual(['b1', 'a1', 'a2', 'a3'])
      await hydrated(each)
    }

    const from = (await handle(page, 'a3').boundingBox())!
    const to = (await handle(page, 'a1').boundingBox())!
    await page.mouse.move(from.x + 5, from.y + 20)
    await page.mouse.down()
    await page.mouse.move(from.x + 5, to.y + 5, { steps: 5 })
    await page.mouse.up()
    for (const each of [page, other]) {
      await expect.poll(() => names(each, 'Queued'), announced).toEqual(['b1', 'a3', 'a1', 'a2'])
    }

    await handle(page, 'a2').focus()
    await page.keyboard.press('ArrowUp')
    for (const each of [page, other]) {
      await expect.poll(() => names(each, 'Queued'), announced).toEqual(['b1', 'a3', 'a2', 'a1'])
    }
    expect(await handle(page, 'a2').evaluate((element) => element === document.activeElement)).toBe(true)

    // Turns decide among members: nothing that Ana does puts her before Ben.
    await handle(page, 'a3').focus()
    await page.keyboard.press('ArrowUp')
    await page.getByText('a3 is 2nd: members take turns').first().waitFor()
    const { items } = (await call<Queue>(server.url, 'GET', '/queue')).body
    expect(items.map(({ position }) => position)).toEqual([1, 2, 3, 4])
    await expect.poll(() => names(page, 'Queued'), announced).toEqual(['b1', 'a3', 'a2', 'a1'])
    const { violations } = await new AxeBuilder({ page }).analyze()
    expect(violations.map(({ id }) => id)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('pauses, resumes, stops and deletes a selection, and brings it back', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(server.url)
    await hydrated(page)
    const bar = page.getByRole('region', { name: 'Selected runs' })
    await page.getByRole('checkbox', { name: 'All running runs' }).check()
    await page.getByRole('checkbox', { name: 'Select b1' }).check()
    await page.getByRole('checkbox', { name: 'Select a2' }).click({ modifiers: ['Shift'] })
    await bar.getByRole('button', { name: 'Pause 4' }).click()
    await expect
      .poll(() => toasts(page), announced)
      .toContainEqual(expect.stringContaining('3 paused, 1 pausing'))
    // The one that is left is trained, now that its turn has come.
    const held = page.getByRole('button', { name: /moved on/ })
    const shown = async () => {
      if (await held.isVisible()) await held.click()
      return names(page, 'Ended')
    }
    await expect.poll(shown, announced).toEqual(['a1'])
    await bar.getByRole('button', { name: 'Stop 4' }).click()
    await expect.poll(() => names(page, 'Ended'), announced).toHaveLength(5)
    await bar.getByRole('button', { name: 'Delete 4' }).click()
    await expect.poll(() => names(page, 'Ended'), announced).toEqual(['a1'])
    await page.getByRole('link', { name: 'a1' }).click()
    await page.getByRole('heading', { name: 'a1' }).waitFor()
    // The toast is still there on another page.
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undone').waitFor()
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Runs' }).click()
    await expect.poll(() => names(page, 'Ended'), announced).toHaveLength(5)
    expect(complaints).toEqual([])
  })

  it('knows who queues, and how many may run at once', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/settings`)
    await page.getByLabel('Your name').fill('Zoë 李')
    await page.getByRole('button', { name: 'Save' }).first().click()
    await page.getByLabel('Drop after days').fill('365')
    await page.getByRole('button', { name: 'Save' }).last().click()
    await page.getByText('Saved. It applies to everybody').waitFor()
    await page.reload()
    expect(await page.getByLabel('Your name').inputValue()).toBe('Zoë 李')
    expect(await page.getByLabel('Drop after days').inputValue()).toBe('365')
    await page.goto(`${server.url}/new`)
    await page.getByText('Two spirals').click()
    await page.getByLabel('Name', { exact: true }).fill('mine')
    await page.getByRole('button', { name: 'Start run' }).click()
    await page.waitForURL('**/runs/*')
    await page.goto(server.url)
    await page.getByRole('row').filter({ hasText: 'mine' }).getByRole('img', { name: 'by Zoë 李' }).waitFor()
    expect(complaints).toEqual([])
  })
})
