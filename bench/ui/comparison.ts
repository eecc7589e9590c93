import type { Browser } from 'playwright-core'
import { openPage } from './page.ts'

/** Milliseconds until a page of many runs answered a click, counted from the click on its link. */
export async function measureInteractive(browser: Browser, url: string): Promise<number> {
  const { page } = await openPage(browser)
  await page.goto(url, { waitUntil: 'commit' })
  const milliseconds = await page.evaluate(untilInteractive)
  await page.context().close()
  return milliseconds
}

/** Runs in the page: until charts are drawn, the slider follows a key, and no task has been longer than 50 ms since. */
async function untilInteractive(): Promise<number> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const slider = () => document.querySelector<HTMLInputElement>('#playhead:not(:disabled)')
  const drawn = () => document.querySelectorAll('figure svg path[d], figure canvas').length > 3
  while (!slider() || !drawn()) await frame()
  const press = (key: string) => slider()?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
  const before = slider()!.value
  for (let tries = 0; slider()!.value === before; tries++) {
    if (tries % 10 === 0) press('Home')
    await frame()
  }
  // Painted too.
  await frame()
  await frame()
  return performance.now()
}
