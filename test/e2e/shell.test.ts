import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Run } from '#lib/contracts/run.ts'
import { expectAccessible } from '../helpers/accessible.ts'
import { call, waitForRun } from '../helpers/api.ts'
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

describe.skipIf(!executable)('the keyboard, in Chromium', () => {
  it('finds a run and an action from everywhere, lists its keys, and can be switched off', async () => {
    const request = { name: 'needle', dataset: 'two_spirals', epochs: 1 }
    const { id } = (await call<Run>(server.url, 'POST', '/runs', request)).body
    await waitForRun(server.url, id, (run) => run.state === 'completed')
    const { page, complaints } = await openPage(browser)
    await page.goto(`${server.url}/settings`)
    await page.getByRole('button', { name: /Find/ }).waitFor()

    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').waitFor()
    await expectAccessible(page)
    await page.keyboard.type('needle')
    await page.getByRole('option', { name: /needle/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/runs/${id}`)

    // What applies to the run of the page comes first.
    await page.keyboard.press('Control+k')
    await page.getByRole('option', { name: 'Fork needle' }).waitFor()
    await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('combobox').count()).toBe(0)

    await page.keyboard.press('?')
    await page.getByRole('heading', { name: 'Keyboard' }).waitFor()
    await expectAccessible(page)
    await page.getByLabel(/Keys without Ctrl/).uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('keyboard')
    await page.keyboard.press('Enter')
    await page.getByLabel(/Keys without Ctrl/).check()
    expect(page.url()).toContain(`/runs/${id}`)
    await page.keyboard.press('Escape')
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.waitForURL('**/compare')
    expect(complaints).toEqual([])
  })
})
