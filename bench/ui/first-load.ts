import type { Browser } from 'playwright-core'
import { openPage } from './page.ts'

/** Bytes of JavaScript, as they came over the wire, until a page that nobody has seen before has nothing to ask for. */
export async function measureFirstLoad(browser: Browser, url: string): Promise<number> {
  const { page, session } = await openPage(browser)
  const scripts = new Set<string>()
  let bytes = 0
  session.on('Network.responseReceived', ({ requestId, type }) => {
    if (type === 'Script') scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) bytes += encodedDataLength
  })
  await session.send('Network.enable')
  await page.goto(url)
  await page.waitForLoadState('networkidle')
  await page.context().close()
  return bytes
}
