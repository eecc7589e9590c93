import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunList } from '#lib/contracts/run-list.ts'
import { call } from '../helpers/api.ts'
import { findBrowser, howToGetABrowser, openBrowser, openPage } from '../helpers/browser.ts'
import { startFreshServer } from '../helpers/server.ts'

const executable = findBrowser()
if (!executable && process.env.CI) throw new Error(howToGetABrowser)

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

const tryForm = (page: Page, summary: string) =>
  page.getByRole('form', { name: `Try ${summary}`, exact: true })

describe.skipIf(!executable)('the page of the API', () => {
  it('sends what is filled in, and shows what comes back', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/docs/api`)
    await page.locator('summary', { hasText: 'Queue a run' }).click()
    const create = tryForm(page, 'Queue a run')
    await create.getByRole('button', { name: 'Send POST' }).click()
    await create.getByText('201 Created').waitFor()
    const { items } = (await call<RunList>(server.url, 'GET', '/runs')).body
    expect(items.map(({ name }) => name)).toEqual(['deep sigmoid'])
    await create.getByText(`/api/v1/runs/${items[0]!.id}`, { exact: true }).waitFor()

    await create.getByLabel('Body', { exact: true }).fill('{"dataset": "none"}')
    await create.getByRole('button', { name: 'Send POST' }).click()
    await create.getByText('400 Bad Request').waitFor()
    await create.getByText('"path": "dataset"').waitFor()
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([])
  })

  it('begins with the newest run, filters, and tells the command', async () => {
    const { page, complaints } = await openPage(browser)
    const [newest] = (await call<RunList>(server.url, 'GET', '/runs')).body.items
    await page.goto(`${server.url}/docs/api#getMetrics`)
    const form = tryForm(page, 'Series over steps')
    await form.waitFor()
    expect(await form.getByLabel('id').inputValue()).toBe(newest!.id)
    await form.getByLabel('keys').fill('val/loss')
    await form
      .getByText(`curl -s '${server.url}/api/v1/runs/${newest!.id}/metrics?keys=val%2Floss'`)
      .waitFor()
    await form.getByRole('button', { name: 'Send GET' }).click()
    await form.getByText('200 OK').waitFor()
    expect(complaints).toEqual([])
  })

  it('is used by keyboard, and a link to a schema unfolds it', async () => {
    const { page } = await openPage(browser)
    await page.goto(`${server.url}/docs/api`)
    const first = page.locator('summary').first()
    await first.focus()
    await page.keyboard.press('Enter')
    expect(await tryForm(page, 'Queue a run').isVisible()).toBe(true)
    expect(await page.locator('#schema-RunRequest').isVisible()).toBe(false)
    await page.locator('#createRun').getByRole('link', { name: 'RunRequest' }).focus()
    await page.keyboard.press('Enter')
    await page.locator('#schema-RunRequest').waitFor()
  })

  it.each([1440, 380])('can be read by everybody at %i px, unfolded', async (width) => {
    const { page } = await openPage(browser, { viewport: { width, height: 900 } })
    await page.goto(`${server.url}/docs/api`)
    for (const summary of ['Queue a run', 'List runs', 'Delete a run that has ended', 'CheckpointList']) {
      await page.locator('summary', { hasText: summary }).click()
    }
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
    ).toBe(0)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target}`)).toEqual([])
    }
  })
})
