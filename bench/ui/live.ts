import type { Browser, CDPSession } from 'playwright-core'
import { openPage } from './page.ts'

/** How a page kept up with live runs. */
export interface Liveness {
  /** Share of the time in which the main thread had a task, and in which it ran script. */
  busy: number
  script: number
  /** Milliseconds from one frame to the next. */
  frames: number[]
  /** Times a second at which a chart's first line was drawn anew. */
  redraws: number
}

/** Watches a page for some seconds, after it has settled. */
export async function watchLive(browser: Browser, url: string, seconds: number): Promise<Liveness> {
  const { page, session } = await openPage(browser)
  await page.goto(url)
  await page.locator('figure svg path').first().waitFor()
  await page.waitForTimeout(4000)
  await session.send('Performance.enable')
  const before = await readMetrics(session)
  const { frames, changes } = await page.evaluate(countFrames, seconds * 1000)
  const after = await readMetrics(session)
  const share = (name: string) => (after[name]! - before[name]!) / (after.Timestamp! - before.Timestamp!)
  await page.context().close()
  return { busy: share('TaskDuration'), script: share('ScriptDuration'), frames, redraws: changes / seconds }
}

async function readMetrics(session: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await session.send('Performance.getMetrics')
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]))
}

/** Runs in the page. */
async function countFrames(milliseconds: number): Promise<{ frames: number[]; changes: number }> {
  const figure = document.querySelector('figure')
  let changes = 0
  let drawn = ''
  const frames: number[] = []
  const shapeOf = () =>
    [...(figure?.querySelectorAll('svg path, canvas') ?? [])]
      .map((each) => each.getAttribute('d') ?? '')
      .join()
  await new Promise<void>((resolve) => {
    const began = performance.now()
    let last = began
    let looked = 0
    const frame = (now: number) => {
      frames.push(now - last)
      last = now
      // Seldom enough not to be what is measured.
      if (now - looked > 60) {
        looked = now
        const shape = shapeOf()
        if (shape !== drawn) changes++
        drawn = shape
      }
      if (now - began < milliseconds) requestAnimationFrame(frame)
      else resolve()
    }
    requestAnimationFrame(frame)
  })
  return { frames, changes }
}
