import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKernels } from '#lib/kernels/load.ts'
import { findBrowser, openBrowser, openPage } from '../helpers/browser.ts'
import { serveModules } from '../helpers/module-server.ts'
import { smallTrainingBytes, trainSmallNetwork } from '../lib/kernels/small-training.ts'

// A missing browser is told by the walk of a new user.
const executable = findBrowser()

let browser: Browser
let server: Awaited<ReturnType<typeof serveModules>>
beforeAll(async () => {
  if (!executable) return
  server = await serveModules()
  browser = await openBrowser(executable)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** What page and worker run: trains with the kernels of a browser and answers class and hash of what was learned. */
const training = `
  const { openKernels } = await import(origin + '/lib/kernels/browser.ts')
  const { smallTrainingBytes, trainSmallNetwork } = await import(origin + '/test/lib/kernels/small-training.ts')
  const kernels = await openKernels(smallTrainingBytes, only)
  const values = trainSmallNetwork(kernels, steps)
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', values.buffer))
  return [kernels.numericClass, [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('')]
`

const inPage = `(async (origin, only, steps) => {${training}})`
const inWorker = `(origin, only, steps) => new Promise((resolve, reject) => {
  const code = 'const train = ' + ${JSON.stringify(inPage)} + '; onmessage = ({ data }) => train(...data).then(postMessage)'
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: 'text/javascript' })), { type: 'module' })
  worker.onerror = ({ message }) => reject(new Error(message))
  worker.onmessage = ({ data }) => resolve(data)
  worker.postMessage([origin, only, steps])
})`

const hashOf = (values: Float32Array<ArrayBuffer>) =>
  createHash('sha256').update(new Uint8Array(values.buffer)).digest('hex')

describe.skipIf(!executable)('kernels in Chromium', () => {
  it.each([
    { numericClass: 'simd128', steps: 400, place: 'page', code: inPage },
    { numericClass: 'simd128', steps: 400, place: 'worker', code: inWorker },
    { numericClass: 'scalar', steps: 8, place: 'page', code: inPage },
  ])('as $numericClass in a $place learn the same bits as in Node', async (given) => {
    const { numericClass, steps, code } = given
    const { page, complaints } = await openPage(browser)
    await page.goto(server.url)
    const only = numericClass === 'scalar' ? 'scalar' : undefined
    const outcome = await page.evaluate(
      `(${code})(${JSON.stringify(server.url)}, ${JSON.stringify(only)}, ${steps})`,
    )
    const ours = trainSmallNetwork(createKernels(numericClass, smallTrainingBytes), steps)
    expect(outcome).toEqual([numericClass, hashOf(ours)])
    expect(complaints).toEqual([])
  })
})
