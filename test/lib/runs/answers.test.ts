import { describe, expect, it } from 'vitest'
import { createAnswers } from '#lib/runs/answers.ts'

const bytes = (count: number) => new Uint8Array(count)

/** Finds an answer of so many bytes, and counts how often it is asked for. */
function finder(count: number) {
  let calls = 0
  const find = async () => {
    calls++
    return bytes(count)
  }
  return { find, calls: () => calls }
}

describe('answers', () => {
  it('are looked for once, whether the same is asked meanwhile or later', async () => {
    const answers = createAnswers({ bytes: 100, questions: 1 })
    const { find, calls } = finder(10)
    const all = await Promise.all([answers.answer('a', find), answers.answer('a', find)])
    expect(await answers.answer('a', find)).toBe(all[0])
    expect(calls()).toBe(1)
    await Promise.all([answers.answer(null, find)])
    await answers.answer(null, find)
    expect(calls()).toBe(3)
  })

  it('are kept as long as they fit, the last ones that were asked for', async () => {
    const answers = createAnswers({ bytes: 30, questions: 1 })
    const [a, b, c, large] = [finder(10), finder(10), finder(15), finder(31)]
    await answers.answer('a', a.find)
    await answers.answer('b', b.find)
    await answers.answer('a', a.find)
    await answers.answer('c', c.find)
    await answers.answer('large', large.find)
    await answers.answer('a', a.find)
    await answers.answer('c', c.find)
    await answers.answer('b', b.find)
    await answers.answer('large', large.find)
    expect([a.calls(), b.calls(), c.calls(), large.calls()]).toEqual([1, 2, 1, 2])
  })

  it('are refused while too many are under way', async () => {
    const answers = createAnswers({ bytes: 30, questions: 2 })
    const { promise, resolve } = Promise.withResolvers<Uint8Array<ArrayBuffer>>()
    const waiting = [answers.answer('a', () => promise), answers.answer('b', () => promise)]
    await expect(answers.answer('c', () => promise)).rejects.toMatchObject({ code: 'unavailable' })
    const joined = answers.answer('b', () => promise)
    resolve(bytes(1))
    await Promise.all([...waiting, joined])
    expect(await answers.answer('c', () => promise)).toHaveLength(1)
  })

  it('that fail are not kept, and make room', async () => {
    const answers = createAnswers({ bytes: 30, questions: 1 })
    const fail = () => Promise.reject(new Error('no'))
    await expect(answers.answer('a', fail)).rejects.toThrow('no')
    expect(await answers.answer('a', finder(1).find)).toHaveLength(1)
  })
})
