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
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const strip = (page: Page, title: string) =>
  page.getByRole('figure').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

/** Waits until the playhead is where it should be. */
async function playheadAt(page: Page, fits: (at: number, than: number) => boolean, than: number) {
  const there = `(${fits})(Number(document.querySelector('#playhead:enabled')?.value ?? NaN), ${than})`
  await page.waitForFunction(there)
}

/** Eight sigmoid layers, whose first learns nothing. */
const vanishing = {
  network: { hidden: Array.from({ length: 8 }, () => ({ units: 32, activation: 'sigmoid' })) },
  diagnostics: { everySteps: 20 },
}

describe.skipIf(!executable)('the page of a run, in Chromium', () => {
  it('shows which layer is ill, since when, and leads to a fork with the change filled in', async () => {
    const { id } = await start({ name: 'ill', epochs: 2, ...vanishing })
    await waitForRun(server.url, id, (run) => run.state === 'completed')
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/runs/${id}`)

    for (const title of ['Gradient norm', 'Error RMS', 'Update ratio', 'Dead units', 'Saturation']) {
      await strip(page, title).getByRole('img').first().waitFor()
    }
    await strip(page, 'Gradient norm')
      .getByRole('img', { name: /hidden_1 gets a gradient that vanishes/ })
      .waitFor()
    await expectAccessible(page)

    // Pointing at a card marks what it is about, a step in it moves everything.
    const card = page.getByRole('article').filter({ hasText: 'The gradient vanishes in hidden_1' })
    await card.hover()
    await strip(page, 'Gradient norm').locator('[data-evidence="vanishing"]').waitFor({ state: 'attached' })
    await card
      .getByRole('button', { name: /^step / })
      .first()
      .click()
    await page.waitForURL(/[?]step=\d+$/)
    const step = new URL(page.url()).searchParams.get('step')!
    await page.reload()
    await playheadAt(page, (at, wanted) => at === wanted, Number(step))
    await page.getByRole('slider').press('End')
    await page.waitForURL(`${server.url}/runs/${id}`)

    await card.getByRole('link', { name: 'Fork with relu' }).click()
    await page.getByText('of ill, with relu').waitFor()
    expect(await page.getByLabel('Activation of hidden_1').inputValue()).toBe('relu')
    await button(page, 'Start fork').click()
    await page.waitForURL('**/runs/*')
    const fork = (await call<Run>(server.url, 'GET', `/runs/${page.url().split('/').at(-1)}`)).body
    expect(fork.fork?.of).toBe(id)
    expect(new Set(fork.config.network.hidden.map(({ activation }) => activation))).toEqual(new Set(['relu']))
    expect(complaints).toEqual([])
  })

  it('draws the layers as lines too, keeps notes in Markdown, and folds every field', async () => {
    const { id } = await start({ name: 'noted', dataset: 'two_spirals', epochs: 2 })
    await waitForRun(server.url, id, (run) => run.state === 'completed')
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/runs/${id}`)
    await button(page, 'Lines').click()
    await button(page, 'Dead units').click()
    await strip(page, 'Dead units').locator('path.plot-line').first().waitFor({ state: 'attached' })

    await button(page, 'Write a note').click()
    await page
      .getByLabel('Notes', { exact: true })
      .and(page.locator('textarea'))
      .fill('# Seen\n\n| a |\n|---|\n| 1 |')
    await button(page, 'Preview').click()
    await page.getByRole('heading', { name: 'Seen' }).waitFor()
    await button(page, 'Save notes').click()
    await button(page, 'Edit').waitFor()
    await page.reload()
    await page.getByRole('cell', { name: '1', exact: true }).waitFor()
    await page.getByText(/^All \d+ fields/).click()
    await page
      .getByText('diagnostics', { exact: true })
      .or(page.getByText('batchSize', { exact: true }))
      .first()
      .waitFor()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('follows a live run until somebody looks back, and again when asked', async () => {
    const { id } = await start({ name: 'live', epochs: 2000 })
    const { page, complaints } = await openPage(browser, { viewport: { width: 380, height: 800 } })
    await page.goto(`${server.url}/runs/${id}`)
    await waitForRun(server.url, id, (run) => run.progress.step > 400)
    await playheadAt(page, (at, least) => at > least, 0)
    await page.getByRole('slider').press('Home')
    await button(page, 'Back to now').waitFor()
    const early = await page.getByRole('slider').inputValue()
    await waitForRun(server.url, id, (run) => run.progress.step > 2000)
    expect(await page.getByRole('slider').inputValue()).toBe(early)
    await button(page, 'Back to now').click()
    await playheadAt(page, (at, least) => at > least, 1000)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(wide).toBe(380)
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })
})
