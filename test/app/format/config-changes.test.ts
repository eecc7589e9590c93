import { expect, test } from 'vitest'
import { configChanges } from '#app/format/config-changes.ts'
import type { RunRequest } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

const configOf = (request: Partial<RunRequest> = {}) => makeRun({}, request).config
const hidden = [{ units: 8, activation: 'relu' as const }]

test('what differs is told as it was and as it is', () => {
  const before = configOf({ network: { hidden } })
  const after = configOf({
    network: { hidden: [{ ...hidden[0]!, dropout: 0.2 }] },
    optimizer: { name: 'sgd', learningRate: 0.01, momentum: 0.9 },
  })
  expect(configChanges(before, after)).toEqual([
    'dropout – → 0.2',
    'learning rate 0.1 → 0.01',
    'momentum 0 → 0.9',
  ])
  expect(configChanges(before, before)).toEqual([])
})

test('numbers that only one kind of optimizer or schedule has are not told', () => {
  const after = configOf({ optimizer: { name: 'adam' }, schedule: { name: 'cosine' } })
  expect(configChanges(configOf(), after)).toEqual([
    'optimizer sgd → adam',
    'learning rate 0.1 → 0.001',
    'schedule constant → cosine',
  ])
})
