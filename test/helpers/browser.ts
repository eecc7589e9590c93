import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome']
const usualPlaces = ['/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const howToGetABrowser =
  'No Chromium was found, so the browser test cannot run. Install one (Debian: apt-get install chromium; ' +
  'elsewhere: npx playwright-core install --with-deps chromium), or name one in CHROMIUM_PATH.'

/** The browser to test in: the one that is named, else one that is installed, else Playwright's own; or null. */
export function findBrowser(): string | null {
  const { CHROMIUM_PATH, PATH = '' } = process.env
  const installed = PATH.split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  const candidates = [
    CHROMIUM_PATH,
    ...(CHROMIUM_PATH ? [] : [...installed, ...usualPlaces, chromium.executablePath()]),
  ]
  return candidates.find((path) => path && existsSync(path)) ?? null
}

export function openBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: flags })
}

/**
 * A page, and what went wrong on it: errors and warnings in its console, uncaught ones, and more than one socket
 * for one document.
 */
export async function openPage(browser: Browser, options: Parameters<Browser['newContext']>[0] = {}) {
  // Colours that are still on their way from one theme to the other have no contrast to measure.
  const usual = { viewport: { width: 1440, height: 1000 }, reducedMotion: 'reduce' } as const
  const context = await browser.newContext({ ...usual, ...options })
  const page = await context.newPage()
  return { page, complaints: listen(page) }
}

function listen(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() !== 'error' && message.type() !== 'warning') return
    // Of a request that failed, the text alone does not say which.
    complaints.push(`${message.text()} (${message.location().url})`)
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  let sockets = 0
  let leaving = false
  page.on('request', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) leaving = true
  })
  // Until the next document is there, the one before may open its socket.
  page.on('framenavigated', (frame) => {
    if (frame !== page.mainFrame() || !leaving) return
    leaving = false
    sockets = 0
  })
  page.on('websocket', () => {
    if (++sockets > 1) complaints.push(`socket ${sockets} of ${page.url()}`)
  })
  return complaints
}
