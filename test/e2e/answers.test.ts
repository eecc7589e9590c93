import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import type { TimeToAccuracy } from '#lib/contracts/time-to-accuracy.ts'
import { expectAccessible } from '../helpers/accessible.ts'
import { call, hasEnded, waitForRun } from '../helpers/api.ts'
import { findBrowser, openBrowser, openPage } from '../helpers/browser.ts'
import { startFreshServer } from '../helpers/server.ts'

// A missing browser is told by the walk of a new user.
const executable = findBrowser()
const activations = ['relu', 'sigmoid', 'tanh'] as const

let browser: Browser
let server: Awaited<ReturnType<typeof startFreshServer>>
/** Two seeds of each activation, in their order. */
let ids: string[] = []
beforeAll(async () => {
  if (!executable) return
  server = await startFreshServer()
  browser = await openBrowser(executable)
  const wanted = activations.flatMap((activation) =>
    [1, 2].map((seed) => ({
      name: `${activation} ${seed}`,
      dataset: 'mnist',
      network: {
        hidden: [
          { units: 16, activation },
          { units: 16, activation },
        ],
      },
      epochs: 2,
      seed,
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

/** A page that asks for its answers on a machine that does much else. */
const soon = { timeout: 20_000 }
const compare = (runs: readonly string[], more = '') => `${server.url}/compare?runs=${runs}${more}`
const table = (page: Page, label: string) => page.getByRole('region', { name: label, exact: true })
const rows = async (page: Page, label: string) =>
  (await table(page, label).locator('tbody tr').allInnerTexts()).map((text) => text.split(/\s*[\n\t]\s*/))
const scrollTo = (page: Page, heading: string) =>
  page.getByRole('heading', { name: heading }).scrollIntoViewIfNeeded()

/** Brings what is drawn once it is near into sight. */
async function seeAll(page: Page): Promise<void> {
  await scrollTo(page, 'Real, or just the seed?')
  await page
    .getByRole('img', { name: /pre-activations at step/ })
    .first()
    .waitFor()
  await page.getByRole('img', { name: /^Layers from the output back/ }).waitFor()
}

describe.skipIf(!executable)('the answers of a comparison, in Chromium', () => {
  it('tell steps and seconds to an accuracy, as the API does, and who is quickest', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(compare(ids))
    await expect.poll(() => rows(page, 'Time to accuracy').then((all) => all.length), soon).toBe(6)
    const heads = await table(page, 'Time to accuracy').locator('thead th').allInnerTexts()
    const accuracies = heads.slice(1).map((head) => Number.parseFloat(head) / 100)
    expect(accuracies.length).toBeGreaterThan(1)
    const query = `runs=${ids}&accuracies=${accuracies}`
    const { body } = await call<TimeToAccuracy>(server.url, 'GET', `/compare/time-to-accuracy?${query}`)
    const { step } = body.runs[ids[0]!]![0]!
    expect(step).not.toBeNull()
    await expect
      .poll(async () => (await rows(page, 'Time to accuracy'))[0]!.join(' '), soon)
      .toContain(step!.toLocaleString('en-US'))
    await page.getByText(/^.*To [\d.]+ %, .* (the fewest|the same number of) (steps|seconds).*$/).waitFor()

    await page.goto(compare(ids, '&group=all-but-seed'))
    await expect
      .poll(async () => (await rows(page, 'Time to accuracy')).map(([name]) => name), soon)
      .toEqual(['relu', 'sigmoid', 'tanh'])
    expect(complaints).toEqual([])
  })

  it('order the table of what differs by any of its columns', async () => {
    const { page } = await openPage(browser)
    await page.goto(compare(ids))
    const names = async () => (await rows(page, 'Differing fields')).map(([name]) => name)
    await expect.poll(names, soon).toEqual(['relu 1', 'relu 2', 'sigmoid 1', 'sigmoid 2', 'tanh 1', 'tanh 2'])
    const seed = table(page, 'Differing fields').getByRole('button', { name: 'seed' })
    for (const order of [
      ['relu 1', 'sigmoid 1', 'tanh 1', 'relu 2', 'sigmoid 2', 'tanh 2'],
      ['relu 2', 'sigmoid 2', 'tanh 2', 'relu 1', 'sigmoid 1', 'tanh 1'],
      ['relu 1', 'relu 2', 'sigmoid 1', 'sigmoid 2', 'tanh 1', 'tanh 2'],
    ]) {
      await seed.click()
      await expect.poll(names, soon).toEqual(order)
    }
  })

  it('show the layers of every run, and the way back to the input at the crosshair', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(compare(ids))
    await seeAll(page)
    const maps = page.getByRole('img', { name: /^(relu|sigmoid|tanh) [12]: .* per layer over steps/ })
    await expect.poll(() => maps.count(), soon).toBe(6 * 5)
    const step = page.getByText(/^step [\d,]+$/)
    await expect.poll(() => step.innerText(), soon).toBe('step 1,850')
    await page.getByText(/^At step 1,850, hidden_1 of (relu|sigmoid|tanh) [12] gets/).waitFor()
    await page.getByRole('slider', { name: 'Step' }).focus()
    await page.keyboard.press('Home')
    await expect.poll(() => step.innerText(), soon).toBe('step 1')
    await page.getByRole('button', { name: 'Both' }).click()
    await expectAccessible(page)
    expect(complaints).toEqual([])
  })

  it('tell whether a difference is more than the seed, and queue more seeds where one says nothing', async () => {
    const { page, complaints } = await openPage(browser)
    await page.goto(compare(ids))
    await page.getByText(/(is better than|it cannot be told).*\(95 % interval .*2 seeds each\)/).waitFor()
    await page.goto(compare([ids[0]!, ids[4]!]))
    await page.getByText(/^It cannot be told: with one finished seed each/).waitFor()
    await page.getByRole('button', { name: 'Queue more seeds' }).click()
    await page.getByText(/^relu and tanh get up to 5 seeds each: 8 runs join the queue\.$/).waitFor()
    await page.getByRole('button', { name: 'Queue 8 runs' }).click()
    await page.getByRole('link', { name: 'Compare them too' }).click()
    await page.waitForURL(/runs=[0-9a-z]+(,|%2C)/)
    await page.getByRole('heading', { name: '10 runs compared' }).waitFor()
    const queued = new URL(page.url()).searchParams.get('runs')!.split(',')
    const seeds = await Promise.all(
      queued.map(async (id) => (await call<Run>(server.url, 'GET', `/runs/${id}`)).body.config.seed),
    )
    expect(seeds.toSorted()).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5])
    expect(complaints).toEqual([])
  })

  it.each(['light', 'dark'] as const)('can be read by everybody, %s, and on a phone', async (colorScheme) => {
    const { page, complaints } = await openPage(browser, { colorScheme })
    await page.goto(compare(ids))
    await seeAll(page)
    await expectAccessible(page)
    await page.setViewportSize({ width: 380, height: 800 })
    await seeAll(page)
    await expectAccessible(page)
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(sideways).toBe(0)
    expect(complaints).toEqual([])
  })
})
