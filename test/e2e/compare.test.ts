import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import { expectAccessible } from '../helpers/accessible.ts'
import { call, hasEnded, waitForRun } from '../helpers/api.ts'
import { findBrowser, openBrowser, openPage } from '../helpers/browser.ts'
import { startFreshServer } from '../helpers/server.ts'

// A missing browser is told by the walk of a new user.
const executable = findBrowser()

let browser: Browser
let server: Awaited<ReturnType<typeof startFreshServer>>
let ids: string[] = []
beforeAll(async () => {
  if (!executable) return
  server = await startFreshServer()
  browser = await openBrowser(executable)
  const wanted = (['tanh', 'relu'] as const).flatMap((activation) =>
    [1, 2].map((seed) => ({
      dataset: 'two_spirals',
      name: `${activation} ${seed}`,
      network: { hidden: [{ units: 8, activation }] },
      batchSize: 10,
      epochs: 50,
      seed,
      diagnostics: { everySteps: 1 },
    })),
  )
  const runs = await Promise.all(wanted.map((body) => call<Run>(server.url, 'POST', '/runs', body)))
  ids = runs.map(({ body }) => body.id)
  await Promise.all(ids.map((id) => waitForRun(server.url, id, hasEnded)))
})
afterAll(async () => {
  await browser?.close()
  await server?.dispose()
})

/** A page that asks for its series on a machine that does much else. */
const soon = { timeout: 20_000 }
const chart = (page: Page, title: string) =>
  page.locator('figure').filter({ has: page.getByRole('heading', { name: title, exact: true }) })
/** The lines of a chart that have points. */
const lines = (page: Page, title: string) => chart(page, title).locator('path.plot-line[d^="M"]')
const choose = async (page: Page, title: string, item: string) => {
  await page.getByRole('button', { name: `More for ${title}`, exact: true }).click()
  await page.getByRole('menuitem', { name: item }).click()
}
/** How many points a chart says that it stands for, and as how many. */
const badge = async (page: Page, title: string) => {
  const text = await chart(page, title)
    .getByText(/points as/)
    .textContent()
  return text!.match(/[\d,]+/g)!.map((number) => Number(number.replace(',', '')))
}
/** Entries of a chart's first line. */
const entries = async (page: Page, title: string) =>
  ((await lines(page, title).first().getAttribute('d')) ?? '').match(/[ML]/g)?.length ?? 0

describe.skipIf(!executable)('a comparison, in Chromium', () => {
  it('zooms into finer data, and comes back', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/compare?runs=${ids}&charts=train/loss,val/accuracy`)
    await expect.poll(() => lines(page, 'Train loss').count(), soon).toBe(4)
    const [points, shown] = await badge(page, 'Train loss')
    expect(points).toBeGreaterThan(4 * shown!)
    const box = (await chart(page, 'Train loss').locator('.plot').boundingBox())!
    await page.mouse.move(box.x + 200, box.y + 60)
    await page.mouse.down()
    await page.mouse.move(box.x + 260, box.y + 60, { steps: 4 })
    await page.mouse.up()
    const inside = await badge(page, 'Train loss')
    expect(inside[0]).toBeLessThan(points! / 3)
    // The part alone has about as many entries as the whole had.
    expect(inside[1]).toBeGreaterThan(shown! / 3)
    expect(await entries(page, 'Train loss')).toBeGreaterThan(shown! / 3)
    await expect.poll(() => page.url(), soon).toContain('zoom=')
    await expectAccessible(page)

    await page.getByRole('slider', { name: 'Step' }).focus()
    await page.keyboard.press('+')
    await expect.poll(async () => (await badge(page, 'Train loss'))[0], soon).toBeLessThan(0.7 * inside[0]!)
    await page.keyboard.press('Escape')
    await expect.poll(async () => await badge(page, 'Train loss'), soon).toEqual([points, shown])
    await expect.poll(() => page.url(), soon).not.toContain('zoom=')
    expect(complaints).toEqual([])
  })

  it('smooths, groups by all but the seed with the number of runs, and its link shows the same to somebody', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/compare?runs=${ids}`)
    await expect.poll(() => lines(page, 'Train loss').count(), soon).toBe(4)
    await page.getByRole('slider', { name: 'Smoothing' }).fill('0.9')
    // What was recorded stays, faintly.
    await expect.poll(() => lines(page, 'Train loss').count(), soon).toBe(8)
    await page.getByLabel('Group by').selectOption({ label: 'all but the seed' })
    await expect.poll(() => lines(page, 'Train loss').count(), soon).toBe(2)
    await page.getByLabel('Band').selectOption({ label: '95 % interval' })
    await expect.poll(() => chart(page, 'Train loss').locator('path.plot-band').count(), soon).toBe(2)
    await chart(page, 'Train loss').getByText('N 2').first().waitFor()
    await page.getByRole('button', { name: 'Epochs' }).click()
    await page.getByRole('button', { name: 'Clip outliers' }).click()
    await page.getByRole('button', { name: 'Charts', exact: true }).click()
    await page.getByLabel('Find a metric').fill('dead hidden_1')
    await page.getByLabel('Dead units, hidden_1').check()
    await page.keyboard.press('Escape')
    await choose(page, 'Validation loss', 'Remove this chart')
    const parts = ['x=epoch', 'smooth=0.9', 'clip=1', 'group=all-but-seed', 'band=ci', 'dead_units/hidden_1']
    for (const part of parts) await expect.poll(() => page.url(), soon).toContain(part)

    const { page: somebody, complaints: theirs } = await openPage(browser)
    await somebody.goto(page.url())
    const seen = async (each: Page) => ({
      charts: await each.locator('figure h2').allTextContents(),
      lines: await lines(each, 'Train loss').count(),
      path: await lines(each, 'Train loss').first().getAttribute('d'),
      smoothing: await each.getByLabel('Smoothing').inputValue(),
      band: await each.getByLabel('Band').inputValue(),
      clipped: await each.getByRole('button', { name: 'Clip outliers' }).getAttribute('aria-pressed'),
    })
    await expect.poll(() => seen(somebody), soon).toEqual(await seen(page))
    expect(await somebody.locator('figure h2').allTextContents()).toEqual([
      'Validation accuracy',
      'Train loss',
      'Gradient norm, hidden_1',
      'Dead units, hidden_1',
    ])
    await expectAccessible(somebody)
    expect([...complaints, ...theirs]).toEqual([])
  })

  it('saves a chart as SVG, PNG and CSV, and shows it over the whole screen', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/compare?runs=${ids}`)
    await expect.poll(() => lines(page, 'Train loss').count(), soon).toBe(4)
    const save = async (item: string) => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        choose(page, 'Validation accuracy', item),
      ])
      return { name: download.suggestedFilename(), content: await readFile(await download.path()) }
    }
    const svg = await save('Save as SVG')
    expect(svg.name).toBe('validation-accuracy.svg')
    const drawing = await page.evaluate((text) => {
      const { documentElement: root } = new DOMParser().parseFromString(text, 'image/svg+xml')
      const strokes = [...root.querySelectorAll('[stroke-width="1.75"]')].map((path) =>
        path.getAttribute('stroke'),
      )
      return { name: root.tagName, text: root.textContent, strokes: [...new Set(strokes)] }
    }, svg.content.toString())
    expect(drawing.name).toBe('svg')
    for (const words of ['Validation accuracy', 'tanh 1', 'relu 2']) expect(drawing.text).toContain(words)
    // Nothing in it needs the page: colours are plain.
    expect(drawing.strokes.length).toBeGreaterThanOrEqual(4)
    expect(svg.content.toString()).not.toMatch(/var\(|light-dark|oklab|class=/)

    const png = await save('Save as PNG')
    expect(png.content.subarray(1, 4).toString()).toBe('PNG')
    expect(png.content.readUInt32BE(16)).toBeGreaterThan(800)
    const csv = await save('Save as CSV')
    const records = csv.content.toString().trimEnd().split('\r\n')
    expect(records[0]).toBe('line,step,value,min,max,runs')
    // Before training, and after every epoch.
    expect(records).toHaveLength(1 + 4 * 51)
    expect(new Set(records.slice(1).map((record) => record.split(',')[0]))).toEqual(
      new Set(['tanh 1', 'tanh 2', 'relu 1', 'relu 2']),
    )

    await choose(page, 'Validation accuracy', 'Full screen')
    const dialog = page.getByRole('dialog', { name: 'Validation accuracy' })
    await dialog.locator('path.plot-line').first().waitFor()
    await expectAccessible(page)
    await page.keyboard.press('Escape')
    await expect.poll(() => dialog.count(), soon).toBe(0)
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')), soon)
      .toBe('More for Validation accuracy')
    expect(complaints).toEqual([])
  })

  it('draws a hundred runs, of which it names as many as fit', async () => {
    const many = await Promise.all(
      Array.from({ length: 100 }, (_, i) =>
        call<Run>(server.url, 'POST', '/runs', {
          dataset: 'two_spirals',
          name: `spiral ${i}`,
          network: { hidden: [{ units: 4, activation: 'tanh' }] },
          batchSize: 500,
          epochs: 1,
          seed: i,
        }),
      ),
    )
    const all = many.map(({ body }) => body.id)
    for (const id of all) await waitForRun(server.url, id, hasEnded)
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/compare?runs=${all}&charts=val/loss`)
    await expect.poll(() => lines(page, 'Validation loss').count(), soon).toBe(100)
    await chart(page, 'Validation loss')
      .getByText(/^and \d\d more$/)
      .waitFor()
    // The whole view is too long for an address by now.
    await page.getByRole('button', { name: 'Clip outliers' }).click()
    await expect.poll(() => page.url(), soon).toMatch(/\/compare\?view=[0-9a-v]{10}$/)
    const { page: somebody } = await openPage(browser)
    await somebody.goto(page.url())
    await expect.poll(() => lines(somebody, 'Validation loss').count(), soon).toBe(100)
    expect(await somebody.getByRole('button', { name: 'Clip outliers' }).getAttribute('aria-pressed')).toBe(
      'true',
    )
    await expectAccessible(somebody)
    expect(complaints).toEqual([])
  }, 240_000)
})
