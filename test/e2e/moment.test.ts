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

async function trained(request: object): Promise<Run> {
  const { body } = await call<Run>(server.url, 'POST', '/runs', { dataset: 'mnist', ...request })
  return waitForRun(server.url, body.id, (run) => run.state === 'completed')
}
const part = (page: Page, title: string) =>
  page.locator('section', { has: page.getByRole('heading', { name: title, exact: true }) }).last()
const showsStep = (page: Page, title: string, step: string) =>
  part(page, title).getByText(`step ${step}`, { exact: true }).waitFor()

describe.skipIf(!executable)('the moment at the playhead, in Chromium', () => {
  it('moves as a whole with the slider: network, histograms, a sample, confusions', async () => {
    const { id } = await trained({ epochs: 3 })
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/runs/${id}`)
    for (const title of ['Network', 'Distributions', 'One sample', 'Confusions']) {
      await showsStep(page, title, '2,814')
    }
    const heights = () =>
      page.locator('section').evaluateAll((sections) => sections.map((section) => section.clientHeight))
    await part(page, 'Confusions').getByRole('link').nth(11).locator('svg').waitFor()
    await part(page, 'One sample').locator('[data-value]').nth(9).waitFor()
    const before = await heights()
    const sample = await part(page, 'One sample').getByText('validation sample').textContent()

    await page.getByRole('slider', { name: 'Step' }).focus()
    for (let press = 0; press < 3; press++) await page.keyboard.press('PageDown')
    for (const title of ['Network', 'One sample', 'Confusions']) await showsStep(page, title, '1,876')
    expect(await part(page, 'One sample').getByText('validation sample').textContent()).toBe(sample)
    expect(await heights()).toEqual(before)
    await page.keyboard.press('Home')
    await page.getByText('The first checkpoint that is kept is at step 938.').first().waitFor()
    expect(complaints).toEqual([])
  })

  it('follows a run that goes on from checkpoint to checkpoint', async () => {
    const { body } = await call<Run>(server.url, 'POST', '/runs', { dataset: 'mnist', epochs: 1000 })
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/runs/${body.id}`)
    const stamp = part(page, 'Network').getByText(/^step [\d,]+$/)
    await stamp.waitFor()
    const first = await stamp.textContent()
    await expect.poll(() => stamp.textContent(), { timeout: 30_000 }).not.toBe(first)
    await call(server.url, 'POST', `/runs/${body.id}/stop`)
    const { progress } = await waitForRun(server.url, body.id, (run) => run.state === 'stopped')
    await showsStep(page, 'Network', progress.step.toLocaleString('en-US'))
    expect(complaints).toEqual([])
  })

  it('tells of a unit, of another sample, and of one layer over time; a mistake leads to where it is asked about', async () => {
    const { id } = await trained({ epochs: 1, network: { hidden: [{ units: 32, activation: 'relu' }] } })
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/runs/${id}`)
    await showsStep(page, 'Network', '938')
    await page.getByRole('button', { name: /^hidden_1, unit 1:/ }).focus()
    await part(page, 'Network').getByText('Strongest weights: in').waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await page.locator(':focus').getAttribute('aria-label')).toMatch(/^hidden_1, unit [23]:/)

    await page.getByRole('button', { name: 'Another', exact: true }).click()
    await expect
      .poll(() => part(page, 'One sample').locator('[data-value]').count(), { timeout: 10_000 })
      .toBe(10)
    await page.getByRole('button', { name: 'Over time', exact: true }).click()
    await page.getByText('close looks, newest in front').waitFor()
    await page.getByRole('button', { name: 'Overlaid', exact: true }).click()
    await page.getByRole('button', { name: 'output', exact: true }).click()

    const mistake = part(page, 'Confusions').getByRole('link').first()
    expect(await mistake.getAttribute('href')).toMatch(new RegExp(`^/ask\\?runs=${id}&sample=\\d+$`))
    expect(await page.getByRole('row').count()).toBe(12)
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('shows two classes and a thousand on a phone, without scrolling sideways', async () => {
    const spirals = await trained({ dataset: 'two_spirals', epochs: 2 })
    const clusters = await trained({ dataset: 'thousand_clusters', epochs: 1 })
    const { page, complaints } = await openPage(browser, { viewport: { width: 380, height: 800 } })
    for (const { id } of [spirals, clusters]) {
      await page.goto(`${server.url}/runs/${id}`)
      await part(page, 'Confusions').getByText('Surest mistakes').waitFor()
      await part(page, 'One sample').locator('[data-value]').first().waitFor()
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
      await expectAccessible(page)
    }
    await page.getByRole('list', { name: 'Most frequent confusions' }).waitFor()
    expect(complaints).toEqual([])
  })
})
