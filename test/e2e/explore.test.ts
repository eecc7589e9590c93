import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectAccessible } from '../helpers/accessible.ts'
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

const slide = (page: Page, name: string, value: number) =>
  page.getByRole('slider', { name, exact: true }).fill(String(value))
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).click()
const query = (page: Page) => new URL(page.url()).search
/** The toy comes when it is in sight. */
async function showToy(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'How a ReLU dies' }).scrollIntoViewIfNeeded()
  await page.getByText(/^Before the first step/).waitFor()
}
const deaths = (page: Page) => page.locator('[data-toy=deaths]')
/** How many units the sentence says are dead. */
async function countDead(page: Page): Promise<number> {
  return Number(/^(\d+) of/.exec((await deaths(page).textContent()) ?? '')?.[1] ?? 0)
}

describe.skipIf(!executable)('the explorer, in Chromium', () => {
  it('shows curves, chain and outputs as its sliders say, and its address brings them back', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(server.url)
    await page.getByRole('link', { name: 'Explore activations first' }).click()
    await page.waitForURL('**/explore?f=sigmoid,tanh,relu')
    await page
      .getByText('At z = 1.4, relu hands back most of the error, 1.000 of it, and sigmoid least, 0.159.')
      .waitFor()
    await page.getByRole('button', { name: 'Take tanh off the plot' }).click()
    await press(page, /^leaky_relu\b/)
    await slide(page, 'α of leaky_relu', 0.3)
    await slide(page, 'Input z', -2)
    await page
      .getByText('At z = −2, leaky_relu hands back most of the error, 0.300 of it, and relu least, 0.000.')
      .waitFor()
    await slide(page, 'Layers', 20)
    await page.getByText(/^After 20 layers, .*sigmoid 3\.3·10⁻¹⁴\.$/).waitFor()
    await slide(page, 'Logit of 7', 6)
    await page.getByText(/^Softmax gives 7 0\.\d\d, and 4/).waitFor()
    await expect.poll(() => query(page)).toContain('f=sigmoid,relu,leaky_relu:0.3&z=-2&layers=20&logits=')

    const address = page.url()
    const { page: other, complaints: theirs } = await openPage(browser)
    await other.goto(address)
    await other.getByText(/^At z = −2, leaky_relu hands back most/).waitFor()
    await other.getByText(/^Softmax gives 7/).waitFor()
    expect(await other.getByRole('slider', { name: 'α of leaky_relu' }).inputValue()).toBe('0.3')
    expect(other.url()).toBe(address)
    expect([...complaints, ...theirs]).toEqual([])
  })

  it('trains the toy in the browser, kills units by the learning rate, and they stay dead', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/explore`)
    await showToy(page)
    await deaths(page).getByText('All 32 units are alive').waitFor()
    await press(page, 'Train')
    await page.getByText(/it gets (9[1-9]|100) % of the points right/).waitFor()
    // The power of ten: a rate of 3.2.
    await slide(page, 'Learning rate', 0.5)
    await expect.poll(() => countDead(page)).toBeGreaterThan(3)
    await slide(page, 'Learning rate', -0.7)
    await deaths(page).getByText('The learning rate went down from 3.2 to 0.2').waitFor()
    await press(page, 'Pause')
    await expect.poll(() => query(page)).toBe('')
    const crossed = page.getByRole('button', { name: /^Unit \d+ of hidden_\d, dead$/ })
    await expect.poll(async () => (await crossed.count()) - (await countDead(page))).toBe(0)
    await crossed.first().click()
    await page.getByRole('img', { name: /^Unit \d+ of hidden_\d over the plane$/ }).waitFor()

    await press(page, 'Restart')
    await page.getByText(/^Before the first step/).waitFor()
    await deaths(page).getByText('All 32 units are alive').waitFor()
    await page.getByLabel('Activation', { exact: true }).selectOption('leaky_relu')
    await expect.poll(() => query(page)).toBe('?toy=leaky_relu,2x16')
    await press(page, '8 steps')
    await page.getByText(/^After 8 steps/).waitFor()
    expect(complaints).toEqual([])
  })

  it.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 380],
    ['dark', 380],
  ] as const)(
    'can be read by everybody and never scrolls sideways (%s, %i px)',
    async (colorScheme, width) => {
      const { page, complaints } = await openPage(browser, {
        viewport: { width, height: 900 },
        colorScheme,
        reducedMotion: 'reduce',
      })
      for (const search of ['', '?f=sigmoid,elu:2.5,hard_swish,sine&gain=2&layers=20&logits=1,2']) {
        await page.goto(`${server.url}/explore${search}`)
        await showToy(page)
        await expectAccessible(page)
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(sideways).toBeLessThanOrEqual(0)
      }
      expect(complaints).toEqual([])
    },
  )
})
