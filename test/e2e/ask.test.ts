import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeValue, type MetricValue } from '#lib/contracts/metric-value.ts'
import type { Prediction } from '#lib/contracts/prediction.ts'
import type { RunRequest } from '#lib/contracts/run.ts'
import { expectAccessible } from '../helpers/accessible.ts'
import { call, createRun, hasEnded, waitForRun } from '../helpers/api.ts'
import { findBrowser, openBrowser, openPage } from '../helpers/browser.ts'
import { startFreshServer } from '../helpers/server.ts'

// A missing browser is told by the walk of a new user.
const executable = findBrowser()

let browser: Browser
let server: Awaited<ReturnType<typeof startFreshServer>>
let digits: string[]
let spirals: string[]
beforeAll(async () => {
  if (!executable) return
  server = await startFreshServer()
  browser = await openBrowser(executable)
  const train = async (activation: 'relu' | 'tanh', request: Omit<RunRequest, 'network'>) => {
    const network = {
      hidden: [
        { units: 32, activation },
        { units: 16, activation, normalization: 'batch' as const },
      ],
    }
    const { id } = await createRun(server.url, { ...request, name: `asked ${activation}`, network })
    await waitForRun(server.url, id, hasEnded)
    return id
  }
  digits = await Promise.all([
    train('relu', { dataset: 'mnist', epochs: 2 }),
    train('tanh', { dataset: 'mnist', epochs: 1 }),
  ])
  spirals = await Promise.all([train('relu', { dataset: 'two_spirals', epochs: 5 })])
})
afterAll(async () => {
  await browser?.close()
  await server?.dispose()
})

/** What the page shows each class to get from a run; empty while there is no answer. */
const barsOf = (page: Page, id: string) =>
  page
    .locator(`[data-run="${id}"] li[data-value]`)
    .evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-value'))))
const answered = async (page: Page, id: string) => {
  await page.locator(`[data-run="${id}"] li[data-value]`).first().waitFor()
  return barsOf(page, id)
}
const pad = (page: Page) => page.getByRole('img', { name: 'Drawing pad' })

/** Draws a line on the pad; places are shares of it. */
async function draw(page: Page, ...places: (readonly [number, number])[]): Promise<void> {
  const { x, y, width, height } = (await pad(page).boundingBox())!
  const [first, ...others] = places.map(([right, down]) => [x + right * width, y + down * height] as const)
  await page.mouse.move(...first!)
  await page.mouse.down()
  for (const place of others) await page.mouse.move(...place, { steps: 4 })
  await page.mouse.up()
}

/** Compares every bar with what the server predicts for a held-out sample. */
async function expectPredicted(page: Page, id: string, index: number, step: number): Promise<void> {
  const question = { step, samples: { split: 'val', indices: [index] } }
  const { body } = await call<Prediction>(server.url, 'POST', `/runs/${id}/predict`, question)
  expect(body.step).toBe(step)
  await page.locator(`[data-run="${id}"][data-step="${step}"]`).waitFor()
  const values = await answered(page, id)
  const expected = body.probabilities[0]!.map((value: MetricValue) => decodeValue(value))
  expect(values.length).toBe(expected.length)
  values.forEach((value, label) => {
    expect(Math.abs(value - expected[label]!)).toBeLessThan(1e-6)
  })
}

describe.skipIf(!executable)('asking networks in Chromium', () => {
  it('moves the bars of every run as somebody draws', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/ask?runs=${digits}`)
    await draw(page, [0.5, 0.2], [0.5, 0.8])
    const ones = await Promise.all(digits.map((id) => answered(page, id)))
    for (const values of ones) expect(values.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5)
    // A circle around the line; the pen is still down when the bars have moved.
    const { x, y, width } = (await pad(page).boundingBox())!
    await page.mouse.move(x + 0.3 * width, y + 0.5 * width)
    await page.mouse.down()
    await page.mouse.move(x + 0.8 * width, y + 0.3 * width, { steps: 5 })
    for (const [i, id] of digits.entries()) await expect.poll(() => barsOf(page, id)).not.toEqual(ones[i])
    await page.mouse.up()
    await page
      .getByText(/^says \d/)
      .first()
      .waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Undo' }).click()
    for (const [i, id] of digits.entries()) await expect.poll(() => barsOf(page, id)).toEqual(ones[i])
    await page.getByRole('button', { name: 'Clear' }).click()
    await expect.poll(() => barsOf(page, digits[0]!)).toEqual([])
    expect(complaints).toEqual([])
  })

  it('says of a test image what the server predicts, at every checkpoint, and keeps it in the address', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/compare?runs=${digits}`)
    await page.getByRole('link', { name: 'Ask them' }).click()
    await page.getByRole('button', { name: 'Test samples' }).click()
    await page.getByText('Most surely wrong').waitFor()
    await page.getByLabel('Label').selectOption('4')
    await page.getByText('982 held-out samples').waitFor()
    // The first 4 of the test images; from there the arrow keys go on.
    await page.getByRole('radio', { name: 'sample 4, 4', exact: true }).check({ force: true })
    for (const [i, id] of digits.entries()) await expectPredicted(page, id, 4, i === 0 ? 1876 : 938)
    await page.keyboard.press('ArrowRight')
    await page.waitForURL('**sample=6')
    await page.getByText('Test image 6, labelled 4.').waitFor()
    await page.getByRole('slider', { name: 'Step' }).press('ArrowLeft')
    await page.waitForURL('**step=938**')
    for (const id of digits) await expectPredicted(page, id, 6, 938)
    await page.getByRole('button', { name: 'Log' }).click()
    await expectAccessible(page)

    const { page: other, complaints: theirs } = await openPage(browser)
    await other.goto(page.url())
    for (const id of digits) await expectPredicted(other, id, 6, 938)
    expect([...complaints, ...theirs]).toEqual([])
  })

  it('follows a run that goes on: every new checkpoint is asked', async () => {
    const { id } = await createRun(server.url, { dataset: 'mnist', epochs: 500, network: { hidden: [] } })
    await waitForRun(server.url, id, (run) => run.progress.epoch > 1)
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/ask?runs=${id}&sample=0`)
    await answered(page, id)
    const stepOf = () => page.locator(`[data-run="${id}"]`).getAttribute('data-step')
    const first = await stepOf()
    await expect.poll(stepOf, { timeout: 30_000 }).not.toBe(first)
    await call(server.url, 'POST', `/runs/${id}/stop`)
    await waitForRun(server.url, id, hasEnded)
    expect(complaints).toEqual([])
  })

  it('is drawn on by a finger on a narrow screen, which neither scrolls nor is wider than itself', async () => {
    const { page, complaints } = await openPage(browser, {
      viewport: { width: 380, height: 800 },
      hasTouch: true,
    })
    await page.goto(`${server.url}/ask?runs=${digits}`)
    await pad(page).waitFor()
    const { x, y, width } = (await pad(page).boundingBox())!
    const touch = await page.context().newCDPSession(page)
    const place = (right: number, down: number) => [{ x: x + right * width, y: y + down * width }]
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: place(0.3, 0.2) })
    for (const [right, down] of [
      [0.7, 0.25],
      [0.6, 0.5],
      [0.5, 0.8],
    ] as const) {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: place(right, down) })
    }
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    for (const id of digits) await answered(page, id)
    const { scrolled, wider } = await page.evaluate(() => ({
      scrolled: window.scrollY,
      wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    }))
    expect({ scrolled, wider }).toEqual({ scrolled: 0, wider: 0 })
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('asks about points of a plane, and draws what the network says everywhere', async () => {
    const [id] = spirals
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/ask?runs=${id},${digits[0]}`)
    await page.getByText('not trained on Two spirals: asked relu').waitFor()
    const plane = page.getByRole('img', { name: 'everywhere in the plane' })
    // Before anything was asked, the surface is there.
    await plane.locator('path').first().waitFor()
    const { width, height } = (await plane.boundingBox())!
    await plane.click({ position: { x: width * 0.75, y: height * 0.5 } })
    const right = await answered(page, id!)
    await page.waitForURL(/point=0\.\d+,/)
    await page.getByRole('slider', { name: 'x', exact: true }).press('Home')
    await expect.poll(() => barsOf(page, id!)).not.toEqual(right)
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })
})
