import { describe, expect, test } from 'vitest'
import { activationTrio } from '#app/components/form/activation-trio.ts'
import { byField, checkRequest, pathOf } from '#app/components/form/form-errors.ts'
import { plainLayer } from '#app/components/form/layer-draft.ts'
import { draftOf, freshDraft } from '#app/components/form/run-draft.ts'
import { requestOf } from '#app/components/form/run-request.ts'
import { usualOptimizer } from '#app/components/form/training-fields.ts'
import { runRequestSchema } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

const check = (part: Partial<ReturnType<typeof freshDraft>>) =>
  checkRequest(requestOf({ ...freshDraft('mnist'), ...part }))
const sgd = (fields: Record<string, string>) => {
  const usual = usualOptimizer('sgd')
  return { optimizer: { ...usual, fields: { ...usual.fields, ...fields } } }
}

describe('the form', () => {
  test.each(['mnist', 'two_spirals'] as const)('starts from what %s accepts', (dataset) => {
    expect(checkRequest(requestOf(freshDraft(dataset)))).toEqual({})
  })
  test('says in words what a number must be, by the path of its field', () => {
    expect(check(sgd({ learningRate: '' }))).toEqual({ 'optimizer.learningRate': 'A number is needed' })
    expect(check(sgd({ learningRate: '0' }))).toEqual({ 'optimizer.learningRate': 'More than 0' })
    expect(check(sgd({ momentum: '1' }))).toEqual({ 'optimizer.momentum': 'Less than 1' })
    expect(check({ batchSize: '1.5' })).toEqual({ batchSize: 'A whole number is needed' })
    expect(check({ batchSize: '9999' })).toEqual({ batchSize: 'At most 4096' })
    expect(check({ epochs: 'many' })).toEqual({ epochs: 'A number is needed' })
  })
  test('names the layer that is wrong', () => {
    const hidden = [plainLayer('8', 'relu'), { ...plainLayer('0', 'leaky_relu'), alpha: '2', dropout: '1' }]
    expect(check({ hidden })).toEqual({
      'network.hidden[1].units': 'At least 1',
      'network.hidden[1].alpha': 'The alpha of leaky_relu is between 0 and 1',
      'network.hidden[1].dropout': 'At most 0.95',
    })
  })
  test('leaves out a slope that its activation does not take', () => {
    const hidden = [{ ...plainLayer('8', 'relu'), alpha: '0.3' }]
    expect(check({ hidden })).toEqual({})
  })
  test('makes the same configuration again from a run', () => {
    const run = makeRun({ name: 'calm', tags: ['a'] }, { dataset: 'two_spirals', batchSize: 16, tags: ['a'] })
    const { name, ...config } = runRequestSchema.parse(requestOf(draftOf(run)))
    expect(config).toEqual(run.config)
    expect(name).toBe('calm')
  })
})

test('the server’s errors land at the same paths, the first of a field', () => {
  const errors = [
    { path: 'network.hidden[1].units', message: 'first' },
    { path: 'network.hidden[1].units', message: 'second' },
  ]
  expect(byField(errors)).toEqual({ 'network.hidden[1].units': 'first' })
  expect(pathOf(['network', 'hidden', 1, 'units'])).toBe('network.hidden[1].units')
})

test('a comparison of activations differs in nothing but them', () => {
  const request = requestOf({ ...freshDraft('mnist'), name: 'deep', tags: 'lesson' })
  const trio = activationTrio(request)
  expect(trio.map(({ request: { name } }) => name)).toEqual(['deep · sigmoid', 'deep · tanh', 'deep · relu'])
  const rest = trio.map(({ request: { name, network, ...others } }) => JSON.stringify(others))
  expect(new Set(rest).size).toBe(1)
  for (const { activation, request: one } of trio) {
    expect(one.network?.hidden.map((layer) => layer.activation)).toEqual([activation, activation])
    expect(one.tags).toEqual(['lesson', 'compare'])
    expect(runRequestSchema.safeParse(one).success).toBe(true)
  }
})
