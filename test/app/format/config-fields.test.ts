import { expect, test } from 'vitest'
import { configFields } from '#app/format/config-fields.ts'
import { configurationFacts } from '#app/format/configuration-facts.ts'
import { optimizerNames, scheduleNames } from '#lib/nn/names.ts'
import { makeRun } from '../helpers/runs.ts'

const valuesOf = (request: Parameters<typeof makeRun>[1]) =>
  Object.fromEntries(configFields(makeRun({}, request).config).map(({ name, value }) => [name, value]))
const factsOf = (request: Parameters<typeof makeRun>[1]) =>
  Object.fromEntries(configurationFacts(makeRun({}, request)).map(({ name, value }) => [name, value]))

test('every configuration has the same fields in the same order, each name once', () => {
  const names = configFields(makeRun().config).map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
  for (const name of optimizerNames) {
    expect(configFields(makeRun({}, { optimizer: { name } }).config).map((field) => field.name)).toEqual(
      names,
    )
  }
  for (const name of scheduleNames) {
    expect(configFields(makeRun({}, { schedule: { name } }).config).map((field) => field.name)).toEqual(names)
  }
})

test('every number of every optimizer and schedule is among the fields', () => {
  for (const name of optimizerNames) {
    const { config } = makeRun({}, { optimizer: { name, clipNorm: 1 } })
    const names = configFields(config).map((field) => field.name)
    for (const field of Object.keys(config.optimizer)) expect(['name', ...names]).toContain(field)
  }
  for (const name of scheduleNames) {
    const { config } = makeRun({}, { schedule: { name } })
    const names = configFields(config).map((field) => field.name)
    for (const field of Object.keys(config.schedule)) expect(['name', ...names]).toContain(field)
  }
})

test('what a configuration does not have is told apart from what is 0', () => {
  expect(valuesOf({ optimizer: { name: 'adam' } })).toMatchObject({
    momentum: '–',
    beta1: '0.9',
    alpha: '–',
    dropout: '–',
    patience: '–',
  })
  expect(
    valuesOf({
      network: {
        hidden: [
          { units: 8, activation: 'elu', dropout: 0.2 },
          { units: 8, activation: 'leaky_relu', alpha: 0.1 },
        ],
        initializer: { name: 'uniform', limit: 0.2 },
      },
      earlyStopping: { patience: 3 },
    }),
  ).toMatchObject({
    alpha: '1 · 0.1',
    dropout: '0.2 · –',
    initializer: 'uniform, limit 0.2',
    patience: '3',
    minDelta: '0',
  })
})

test('a usual configuration is told in few facts', () => {
  expect(Object.keys(factsOf({}))).toEqual([
    'Units',
    'Output',
    'Initializer',
    'Optimizer',
    'Schedule',
    'Batch, epochs',
    'Seed',
    'Diagnostics',
  ])
})

test('what is not as usual is told as well', () => {
  const facts = factsOf({
    dataset: 'two_spirals',
    network: {
      hidden: [{ units: 8, activation: 'celu', alpha: 2, dropout: 0.2, normalization: 'batch' }],
      output: { activation: 'softmax', loss: 'cross_entropy', temperature: 2 },
    },
    optimizer: { name: 'adam', beta1: 0.8, clipNorm: 1 },
    schedule: { name: 'step' },
    regularization: { l2: 0.001 },
    earlyStopping: { patience: 1, minDelta: 0.1 },
    diagnostics: { onNonFinite: 'continue' },
  })
  expect(facts).toMatchObject({
    Units: '2 · 8 · 2',
    Alpha: '2',
    Dropout: '0.2',
    Normalization: 'batch',
    Output: 'softmax, cross-entropy, temperature 2',
    Optimizer: 'adam, learning rate 0.001, beta 1 0.8, clip norm 1',
    Schedule: 'step, × 0.1 every 10 epochs',
    Regularization: 'L2 0.001',
    'Stops early': 'after 1 epoch without a val loss lower by 0.1',
    'At NaN': 'goes on',
  })
})
