import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { OpenAnswers } from '#lib/http.ts'

let answers: OpenAnswers
let finish: () => void
let server: ReturnType<typeof createServer>
let url: string

beforeEach(async () => {
  answers = new OpenAnswers()
  server = createServer((_request, response) => {
    answers.add(response)
    finish = () => response.end('done')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

async function ask(): Promise<{ text: Promise<string> }> {
  const text = fetch(url).then((answer) => answer.text())
  text.catch(() => {})
  await once(server, 'request')
  return { text }
}

describe('answers that are under way', () => {
  it('are none at first', () => answers.settled(60_000))

  it('are waited for', async () => {
    const { text } = await ask()
    let over = false
    const settled = answers.settled(60_000).then(() => {
      over = true
    })
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(over).toBe(false)
    finish()
    await settled
    expect(await text).toBe('done')
  })

  it('are not waited for any longer than that', async () => {
    await ask()
    await answers.settled(50)
  })

  it('are over where the other side has gone', async () => {
    await ask()
    const settled = answers.settled(60_000)
    server.closeAllConnections()
    await settled
  })
})
