import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RunList } from '#lib/contracts/run-list.ts'
import { call, getMetrics, hasEnded, waitForRun } from '../helpers/api.ts'
import { findBrowser, howToGetABrowser, openBrowser, openPage } from '../helpers/browser.ts'
import { startFreshServer } from '../helpers/server.ts'

const executable = findBrowser()
// Where continuous integration runs, a missing browser is a failure; elsewhere it is told, loudly.
if (!executable) {
  if (process.env.CI) throw new Error(howToGetABrowser)
  process.stderr.write(`\nSKIPPED: ${howToGetABrowser}\n\n`)
}

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

/** Everything that axe calls serious, in both themes. */
async function findViolations(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    const { violations } = await new AxeBuilder({ page }).analyze()
    for (const { id, impact, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue
      found.push(
        `${colorScheme} ${page.url()} ${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
      )
    }
  }
  await page.emulateMedia({ colorScheme: null })
  return found
}

/** Pixels by which the page can be scrolled sideways. */
const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const newest = async () => (await call<RunList>(server.url, 'GET', '/runs')).body.items

const plot = (page: Page, title: string) =>
  page.locator('figure').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

describe.skipIf(!executable)('a new user in Chromium', () => {
  it('queues a run on MNIST and sees it live, in two windows, and whole after a reload', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(server.url)
    expect(await findViolations(page)).toEqual([])
    await page.getByRole('link', { name: 'New run' }).first().click()
    await page.waitForURL('**/new')

    // What is wrong is said beside its field, before anything is sent.
    await page.getByLabel('Learning rate').fill('0')
    await page.getByRole('button', { name: 'Start run' }).click()
    await expect.poll(() => page.getByLabel('Learning rate').getAttribute('aria-invalid')).toBe('true')
    expect(await newest()).toEqual([])
    await page.getByLabel('Learning rate').fill('0.1')
    await page.getByLabel('Epochs').fill('30')
    await page.getByLabel('Name', { exact: true }).fill('walk')
    expect(await findViolations(page)).toEqual([])
    await page.getByRole('button', { name: 'Start run' }).click()
    await page.waitForURL('**/runs/*')

    // A second window shows the same at the same time.
    const { page: second, complaints: secondComplaints } = await openPage(browser)
    await second.goto(page.url())
    for (const each of [page, second]) {
      await each.getByText('Running', { exact: true }).waitFor()
      await plot(each, 'Accuracy').locator('path.plot-line').first().waitFor()
      await each.getByRole('img', { name: /gradient norm per layer over steps/i }).waitFor()
    }
    const percent = () => page.getByRole('progressbar').getAttribute('aria-valuenow')
    const before = Number(await percent())
    await expect.poll(async () => Number(await percent()), { timeout: 20_000 }).toBeGreaterThan(before)

    await page.reload()
    const id = page.url().split('/').at(-1)!
    await page.getByText('Completed', { exact: true }).waitFor({ timeout: 60_000 })
    const run = await waitForRun(server.url, id, hasEnded)
    const { series } = await getMetrics(server.url, id)
    const validated = series['val/accuracy']!.steps.length
    const recorded = series['train/accuracy']!.steps.length
    expect([validated, recorded]).toEqual([31, 1 + Math.floor((30 * 938) / 50)])
    for (const each of [page, second]) {
      await each.getByText('Completed', { exact: true }).waitFor({ timeout: 20_000 })
      // Every point of both lines once, whether it was seen live or caught up on.
      const points = () =>
        plot(each, 'Accuracy')
          .locator('path.plot-line')
          .evaluateAll((paths) => paths.map((path) => (path.getAttribute('d')!.match(/[ML]/g) ?? []).length))
      await expect.poll(points, { timeout: 10_000 }).toContain(validated)
      await plot(each, 'Accuracy').getByText(`${recorded} points as`).waitFor()
      await each
        .getByText(String((run.summary['val/accuracy']!.last as number).toFixed(4)))
        .first()
        .waitFor()
    }
    expect(await findViolations(page)).toEqual([])
    expect([...complaints, ...secondComplaints]).toEqual([])
  })

  it('compares activations, and sends the link to somebody', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/new`)
    await page.getByText('Two spirals').click()
    await page.getByLabel('Epochs').fill('20')
    await page.getByRole('button', { name: /compare activations/i }).click()
    await page.waitForURL('**/compare?runs=*')
    const ids = new URL(page.url()).searchParams.get('runs')!.split(',')
    expect(ids).toHaveLength(3)
    const runs = await Promise.all(ids.map((id) => waitForRun(server.url, id, hasEnded)))
    expect(runs.map((run) => run.config.network.hidden.map((layer) => layer.activation)[0])).toEqual([
      'sigmoid',
      'tanh',
      'relu',
    ])
    expect(new Set(runs.map((run) => run.config.seed)).size).toBe(1)

    const { page: somebody, complaints: theirs } = await openPage(browser)
    await somebody.goto(page.url())
    for (const each of [page, somebody]) {
      await plot(each, 'Validation accuracy').locator('path.plot-line').nth(2).waitFor()
      const colours = await plot(each, 'Validation loss')
        .locator('path.plot-line')
        .evaluateAll((paths) => paths.map((path) => path.getAttribute('stroke')))
      expect(new Set(colours).size).toBe(3)
      for (const run of runs) await each.getByRole('link', { name: run.name }).first().waitFor()
      await each
        .getByRole('columnheader', { name: /activation/ })
        .first()
        .waitFor()
    }
    expect(await findViolations(somebody)).toEqual([])
    expect([...complaints, ...theirs]).toEqual([])
  })

  it('finds every run on the board, and picks some to compare', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(server.url)
    const boxes = page.getByRole('checkbox', { name: /^Select/ })
    await expect.poll(() => boxes.count()).toBe(4)
    await boxes.nth(0).check()
    await boxes.nth(1).check()
    expect(await findViolations(page)).toEqual([])
    await page.getByRole('link', { name: 'Compare 2' }).click()
    await page.waitForURL('**/compare?runs=*')
    expect(new URL(page.url()).searchParams.get('runs')!.split(',')).toHaveLength(2)
    expect(complaints).toEqual([])
  })

  it('can use every page on a phone, without scrolling sideways', async () => {
    const { page, complaints } = await openPage(browser, {
      viewport: { width: 380, height: 800 },
      hasTouch: true,
    })
    const [run] = await newest()
    for (const path of [
      '/',
      '/new',
      `/runs/${run!.id}`,
      `/compare?runs=${run!.id}`,
      '/compare',
      '/settings',
      '/nothing-here',
    ]) {
      await page.goto(server.url + path)
      await page.getByRole('heading', { level: 1 }).first().waitFor()
      expect(`${path} ${await sideways(page)}`).toBe(`${path} 0`)
      expect(await findViolations(page)).toEqual([])
    }
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
  })
})
