import { gzipSync } from 'node:zlib'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import { expectAccessible } from '../helpers/accessible.ts'
import { call, createRun, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { findBrowser, openBrowser, openPage } from '../helpers/browser.ts'
import { insertEndedRuns } from '../helpers/many-runs.ts'
import { startFreshServer } from '../helpers/server.ts'

const executable = findBrowser()
const total = 10_000
/** Rows that stand in a window of 1,000 pixels, and some beyond. */
const mostRows = 120
/** Compressed bytes of all scripts that the first load of the board may take. */
const mostScript = 250_000

let browser: Browser
let server: Awaited<ReturnType<typeof startFreshServer>>
let first: Run
beforeAll(async () => {
  if (!executable) return
  server = await startFreshServer({ WORKERS: '1' })
  first = await createRun(server.url, { ...tinyRun, name: 'first' })
  await waitForRun(server.url, first.id, hasEnded)
  await insertEndedRuns(server.dataDir, total)
  browser = await openBrowser(executable)
})
afterAll(async () => {
  await browser?.close()
  await server?.dispose()
})

/** Until React listens: what is pressed before is not heard. */
const hydrated = (page: Page) =>
  page.waitForFunction(() =>
    Object.keys(document.querySelector('.check') ?? {}).some((key) => key.startsWith('__react')),
  )
const open = async (address: string) => {
  const { page, complaints } = await openPage(browser)
  await page.goto(server.url + address)
  await hydrated(page)
  return { page, complaints }
}
const rows = (page: Page) => page.locator('tr[data-run]')
const names = (page: Page) => rows(page).locator('.c-name a').allTextContents()
const row = (page: Page, name: string) =>
  rows(page).filter({ has: page.getByRole('link', { name, exact: true }) })
const top = async (page: Page, name: string) => (await row(page, name).boundingBox())!.y
const address = (page: Page) => decodeURIComponent(new URL(page.url()).search)
const patience = { timeout: 20_000 }

describe.skipIf(!executable)('ten thousand runs in Chromium', () => {
  it('come as one scrolls, and only those in the window are on the page', async () => {
    const { page, complaints } = await openPage(browser)
    const scripts: Promise<number>[] = []
    page.on('response', (response) => {
      if (response.request().resourceType() !== 'script') return
      scripts.push(response.body().then((body) => gzipSync(body).length))
    })
    await page.goto(server.url, { waitUntil: 'networkidle' })
    await hydrated(page)
    const bytes = (await Promise.all(scripts)).reduce((sum, size) => sum + size, 0)
    expect(bytes).toBeGreaterThan(10_000)
    expect(bytes).toBeLessThanOrEqual(mostScript)

    await page.getByText('10,001', { exact: true }).waitFor()
    for (const name of ['bulk-300', 'bulk-900']) {
      await expect
        .poll(async () => {
          await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
          const shown = await names(page)
          return Math.max(...shown.map((each) => Number(each.slice(5)) || 0))
        }, patience)
        .toBeGreaterThan(Number(name.slice(5)))
      expect(await rows(page).count()).toBeLessThan(mostRows)
    }
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(900 * 40)
    await page.evaluate(() => window.scrollTo(0, 0))
    await row(page, 'first').waitFor()
    expect(complaints).toEqual([])
  })

  it('leave one where one has scrolled to before the page was alive', async () => {
    const { page, complaints } = await openPage(browser)
    await page.addInitScript(() =>
      document.addEventListener('DOMContentLoaded', () => window.scrollTo(0, 1400)),
    )
    await page.goto(server.url, { waitUntil: 'networkidle' })
    // Rows above it may turn out a pixel lower than they were taken to be.
    const away = Math.abs((await page.evaluate(() => window.scrollY)) - 1400)
    expect(away).toBeLessThan(60)
    const inWindow = await rows(page).evaluateAll((all) =>
      all.map((each) => each.getBoundingClientRect()).filter(({ top, bottom }) => bottom > 200 && top < 800),
    )
    expect(inWindow.length).toBeGreaterThan(10)
    expect(complaints).toEqual([])
  })

  it('stay where they are while one reads: new ones wait until they are asked for', async () => {
    const { page, complaints } = await open('/')
    await page.evaluate(() => window.scrollTo(0, 600))
    await row(page, 'bulk-20').waitFor()
    const before = await top(page, 'bulk-20')
    const { id } = await createRun(server.url, { ...tinyRun, name: 'newcomer' })
    await waitForRun(server.url, id, hasEnded)
    const pill = page.getByRole('button', { name: '1 new run' })
    await pill.waitFor()
    expect(await top(page, 'bulk-20')).toBe(before)
    await expectAccessible(page)
    await pill.click()
    await row(page, 'newcomer').waitFor()
    await pill.waitFor({ state: 'detached' })
    expect((await names(page)).slice(0, 2)).toEqual(['newcomer', 'first'])

    // At the top nobody reads, until somebody points at a row.
    await page.mouse.move(5, 5)
    const { id: second } = await createRun(server.url, { ...tinyRun, name: 'another' })
    await row(page, 'another').waitFor()
    await waitForRun(server.url, second, hasEnded)
    await expect.poll(async () => (await names(page))[0], patience).toBe('another')
    await row(page, 'first').hover()
    const place = await top(page, 'first')
    await createRun(server.url, { ...tinyRun, name: 'third' })
    await pill.waitFor()
    expect(await top(page, 'first')).toBe(place)
    await page.mouse.move(5, 5)
    await row(page, 'third').waitFor()
    expect(complaints).toEqual([])
  })

  it('are filtered, sorted and grouped, and the address says how', async () => {
    const { page, complaints } = await open('/')
    await page.getByRole('combobox', { name: /^Dataset/ }).selectOption('mnist')
    await page.getByRole('button', { name: 'Best val' }).click()
    await page.getByLabel('Group ended runs').selectOption('learningRate')
    const group = page.locator('tr[data-group]').filter({ hasText: 'learning rate 0.03' })
    await group.getByText('1,000 runs').waitFor()
    await group.getByText(/0\.\d{4} ± 0\.\d{4}/).waitFor()
    await group.getByRole('button').click()
    await rows(page).first().waitFor()
    const wanted = '?dataset=mnist&sort=-val/accuracy&group=learningRate&open=learningRate:0.03'
    await expect.poll(() => address(page), patience).toBe(wanted)
    const shown = await names(page)
    expect(await group.getByRole('link', { name: /^Compare/ }).getAttribute('href')).toMatch(
      /runs=[0-9a-z]{16},/,
    )
    await expectAccessible(page)

    const { page: other } = await open(new URL(page.url()).search)
    await rows(other).first().waitFor()
    expect(await names(other)).toEqual(shown)
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await expect
      .poll(() => address(page), patience)
      .toBe('?sort=-val/accuracy&group=learningRate&open=learningRate:0.03')
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Runs' }).click()
    await page.locator('tr[data-group]').first().waitFor({ state: 'detached' })
    expect(address(page)).toBe('')
    expect(complaints).toEqual([])
  })

  it('are gone through, selected and tagged by keyboard', async () => {
    const { page, complaints } = await open('/?q=bulk-77')
    await row(page, 'bulk-77').waitFor()
    for (const key of ['j', 'x', 'ArrowDown', 'x', 'k', 'e']) await page.keyboard.press(key)
    const dialog = page.getByRole('dialog', { name: 'Tags of 2 runs' })
    await dialog.getByText('batch 0').waitFor()
    await page.keyboard.type('by hand')
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Remove by hand' }).waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    for (const name of ['bulk-77', 'bulk-770']) await row(page, name).getByText('by hand').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('region', { name: 'Selected runs' }).waitFor({ state: 'detached' })
    await page.goto(`${server.url}/?tag=by+hand`)
    await row(page, 'bulk-770').waitFor()
    expect(await names(page)).toEqual(['bulk-77', 'bulk-770'])
    await hydrated(page)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/runs/*')
    expect(complaints).toEqual([])
  })

  it('selected in great number are a view that the server keeps', async () => {
    const { page, complaints } = await open('/?q=bulk-1')
    await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight))
    await page.getByText('150 of').waitFor()
    await page.getByRole('checkbox', { name: 'All ended runs' }).check()
    await page.waitForURL('**/?view=*')
    const { page: other } = await open(new URL(page.url()).search)
    await other.getByText('150 selected').waitFor(patience)
    expect(await other.getByLabel('Filter by name').inputValue()).toBe('bulk-1')
    const { page: lost } = await open('/?view=0000000000')
    await lost.getByText('There is no view 0000000000').waitFor()
    expect(complaints).toEqual([])
  })

  it('fold to three lines on a phone, where nothing scrolls sideways', async () => {
    const { page, complaints } = await openPage(browser, {
      viewport: { width: 380, height: 800 },
      hasTouch: true,
    })
    await page.goto(`${server.url}/?group=activations`)
    await page.locator('tr[data-group] button').first().click()
    await rows(page).first().waitFor()
    const { height } = (await rows(page).first().boundingBox())!
    expect(height).toBeGreaterThan(70)
    expect(height).toBeLessThan(110)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(380)
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })
})

it.skipIf(!executable)('a board that the server does not answer says so, and keeps its rows', async () => {
  const { page } = await open('/')
  await page.route('**/api/v1/runs?**', (route) => route.abort())
  await page.getByRole('combobox', { name: /^Verdict/ }).selectOption('dying')
  await page.getByText('The server did not answer, so these are the runs of the filter before.').waitFor()
  await row(page, 'first').waitFor()
  await page.unroute('**/api/v1/runs?**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByText('No run matches these filters.').waitFor()
  expect((await call<Run>(server.url, 'GET', `/runs/${first.id}`)).status).toBe(200)
})
