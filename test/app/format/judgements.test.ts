import { describe, expect, it } from 'vitest'
import {
  agreementWords,
  judgementWords,
  leftoverWords,
  shareWords,
  shortNames,
} from '#app/format/judgements.ts'
import { type Judgement, judge, topClasses } from '#app/inference/judgement.ts'
import { makeRun } from '../helpers/runs.ts'

const labels = [...'0123456789']
/** Shares of ten classes, the rest of 1 spread over the others. */
function shares(given: Record<number, number>): Judgement {
  const left = 1 - Object.values(given).reduce((sum, value) => sum + value, 0)
  const spread = left / (10 - Object.keys(given).length)
  return { kind: 'probabilities', values: labels.map((_, label) => given[label] ?? spread) }
}
const four = shares({ 4: 0.93, 9: 0.05, 7: 0.02 })
const nine = shares({ 9: 0.55, 4: 0.41 })
const broken: Judgement = { kind: 'probabilities', values: labels.map(() => Number.NaN) }

describe('what a network thinks, in words', () => {
  it('names the first class and the second where it is worth a word', () => {
    expect(judgementWords(four, labels)).toBe('4, 0.93; then 9, 0.05')
    expect(judgementWords(shares({ 4: 0.9999 }), labels)).toBe('4, > 0.99')
    expect(judgementWords(broken, labels)).toContain('not numbers')
  })

  it('never rounds a share to none or all', () => {
    expect([0, 0.004, 0.005, 0.994, 0.996, 1, -0.25, Number.NaN].map(shareWords)).toEqual([
      '0.00',
      '< 0.01',
      '0.01',
      '0.99',
      '> 0.99',
      '1.00',
      '−0.25',
      'NaN',
    ])
  })

  it('says who agrees, and what the label is', () => {
    const [relu, tanh, gelu] = [
      { name: 'relu', judgement: four },
      { name: 'tanh', judgement: four },
      { name: 'gelu', judgement: nine },
    ] as const
    expect(agreementWords([relu, tanh], labels, null)).toBe('Both say 4.')
    expect(agreementWords([relu, tanh, { ...gelu, judgement: four }], labels, null)).toBe('All 3 say 4.')
    expect(agreementWords([relu, tanh, gelu], labels, 4)).toBe(
      'The label is 4: relu and tanh say 4; gelu says 9.',
    )
    expect(agreementWords([relu, { name: 'sine', judgement: broken }], labels, null)).toBe(
      'relu says 4; sine says nothing.',
    )
  })

  it('tells what the least sure network leaves for others', () => {
    const answers = [
      { name: 'relu', judgement: shares({ 4: 0.999 }) },
      { name: 'tanh', judgement: four },
    ]
    expect(leftoverWords(answers, labels)).toBe(
      'tanh gives 4 most, yet 9 gets 0.05 and 7 gets 0.02: a softmax shares out 1 among all classes.',
    )
    expect(leftoverWords(answers.slice(0, 1), labels)).toBeNull()
    expect(leftoverWords([{ name: 'x', judgement: broken }], labels)).toBeNull()
  })

  it('calls runs by what tells them apart', () => {
    const of = (name: string, ...activations: ('relu' | 'tanh')[]) =>
      makeRun({}, { name, network: { hidden: activations.map((activation) => ({ units: 4, activation })) } })
    expect(shortNames([of('a', 'relu', 'relu'), of('b', 'relu', 'tanh')])).toEqual(['relu', 'relu · tanh'])
    expect(shortNames([of('a', 'relu'), of('b', 'relu', 'relu')])).toEqual(['a', 'b'])
    expect(shortNames([of('a')])).toEqual(['a'])
  })
})

describe('a judgement', () => {
  const spirals = (output?: object) =>
    makeRun({}, { dataset: 'two_spirals', network: { hidden: [], ...(output ? { output } : {}) } as never })
      .config

  it('has a number for each of two classes, whatever the output', () => {
    expect(judge(spirals(), [0.75])).toEqual({ kind: 'probabilities', values: [0.25, 0.75] })
    expect(judge(spirals({ activation: 'linear', loss: 'mean_squared_error' }), [1.5])).toEqual({
      kind: 'scores',
      values: [-0.5, 1.5],
    })
    expect(judge(spirals({ activation: 'softmax', loss: 'cross_entropy' }), [0.2, 0.8])).toEqual({
      kind: 'probabilities',
      values: [0.2, 0.8],
    })
  })

  it('is sorted with the first of equals first and NaN last', () => {
    const values = [0.1, Number.NaN, 0.4, 0.4]
    expect(topClasses({ kind: 'scores', values }, 4).map(({ label }) => label)).toEqual([2, 3, 0, 1])
  })
})
