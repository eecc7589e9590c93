import { existsSync } from 'node:fs'
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core'

const known = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Chromium of this machine, or the one that CHROMIUM_PATH names. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = [process.env.CHROMIUM_PATH, ...known].find((path) => path && existsSync(path))
  if (!executablePath) throw new Error('There is no Chromium; CHROMIUM_PATH names one')
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
}

/** A page of a usual desktop, with nothing in its cache. */
export async function openPage(browser: Browser): Promise<{ page: Page; session: CDPSession }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } })
  const page = await context.newPage()
  return { page, session: await context.newCDPSession(page) }
}
