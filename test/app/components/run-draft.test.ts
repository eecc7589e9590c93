import { describe, expect, test } from 'vitest'
import { advancedWords } from '#app/components/form/advanced-section.tsx'
import { checkRequest } from '#app/components/form/form-errors.ts'
import { plainLayer } from '#app/components/form/layer-draft.ts'
import { changedOutput, fittingLosses, fittingOutput } from '#app/components/form/output-choice.ts'
import { draftOf, freshDraft, type RunDraft } from '#app/components/form/run-draft.ts'
import { requestOf } from '#app/components/form/run-request.ts'
import { switchKind, usualOptimizer, usualSchedule } from '#app/components/form/training-fields.ts'
import { type RunRequest, runRequestSchema } from '#lib/contracts/run.ts'
import { catalogue, datasetNames } from '#lib/datasets/catalogue.ts'
import { activations } from '#lib/nn/activations.ts'
import {
  hiddenActivationNames,
  initializerNames,
  lossNames,
  optimizerNames,
  outputActivationNames,
  scheduleNames,
} from '#lib/nn/names.ts'
import { makeRun } from '../helpers/runs.ts'

const draft = (part: Partial<RunDraft> = {}): RunDraft => ({ ...freshDraft('mnist'), ...part })
const check = (part: Partial<RunDraft>) => checkRequest(requestOf(draft(part)))
/** The configuration that the form makes of a run that a request made. */
const again = (request: Partial<RunRequest>) => {
  const run = makeRun({}, request)
  const { name: _, ...config } = runRequestSchema.parse(requestOf(draftOf(run)))
  return { config, expected: run.config }
}

describe('a fresh form', () => {
  test.each(datasetNames)('asks for what %s accepts', (dataset) => {
    expect(checkRequest(requestOf(freshDraft(dataset)))).toEqual({})
  })
  test('asks for nothing that the contract does not take as usual', () => {
    expect(runRequestSchema.parse(requestOf(freshDraft('mnist')))).toEqual(
      runRequestSchema.parse({ dataset: 'mnist' }),
    )
    expect(advancedWords(freshDraft('mnist'))).toEqual([])
  })
})

describe('a run comes back from the form as it was', () => {
  test.each(optimizerNames)('with optimizer %s', (name) => {
    const { config, expected } = again({ optimizer: { name, learningRate: 0.02, clipNorm: 3 } })
    expect(config).toEqual(expected)
  })
  test.each(scheduleNames)('with schedule %s', (name) => {
    const { config, expected } = again({ schedule: { name } })
    expect(config).toEqual(expected)
  })
  test.each(initializerNames)('with initializer %s', (initializer) => {
    const { config, expected } = again({ network: { hidden: [], initializer } })
    expect(config).toEqual(expected)
  })
  test.each([
    { name: 'constant', value: -0.5 },
    { name: 'normal', std: 0.2 },
    { name: 'uniform', limit: 0 },
  ] as const)('with $name and its parameter', (initializer) => {
    const { config, expected } = again({ network: { hidden: [], initializer } })
    expect(config).toEqual(expected)
  })
  test.each(hiddenActivationNames)('with activation %s and all that a layer can have', (activation) => {
    const { alpha } = activations[activation]
    const given = alpha && alpha.kind !== 'random' ? { alpha: alpha.most } : {}
    const layer = { units: 3, activation, ...given, dropout: 0.5, normalization: 'layer' as const }
    const { config, expected } = again({ network: { hidden: [layer, { units: 2, activation }] } })
    expect(config).toEqual(expected)
  })
  test('with an output, regularization, early stopping and the rest', () => {
    const { config, expected } = again({
      dataset: 'two_spirals',
      network: {
        hidden: [],
        output: { activation: 'softmax', loss: 'cross_entropy', temperature: 2, labelSmoothing: 0.1 },
      },
      regularization: { l1: 0.001, l2: 0.01 },
      earlyStopping: { patience: 7, minDelta: 0.5 },
      diagnostics: { everySteps: 9, onNonFinite: 'continue' },
      seed: 7,
    })
    expect(config).toEqual(expected)
  })
})

describe('another optimizer', () => {
  test('brings its usual values where nothing was typed', () => {
    const adam = switchKind(usualOptimizer('sgd'), 'adam', usualOptimizer)
    expect(adam.fields).toEqual({ learningRate: '0.001', beta1: '0.9', beta2: '0.999', epsilon: '1e-8' })
    expect(switchKind(adam, 'nesterov', usualOptimizer).fields).toEqual({
      learningRate: '0.1',
      momentum: '0.9',
    })
  })
  test('keeps what was typed where it has such a field', () => {
    const typed = { name: 'sgd' as const, fields: { learningRate: '0.05', momentum: '0.5' } }
    expect(switchKind(typed, 'adamw', usualOptimizer).fields).toMatchObject({
      learningRate: '0.05',
      weightDecay: '0.01',
    })
    expect(switchKind(typed, 'momentum', usualOptimizer).fields).toEqual(typed.fields)
  })
  test.each(optimizerNames)('%s is accepted as it comes', (name) => {
    expect(check({ optimizer: usualOptimizer(name) })).toEqual({})
  })
  test.each(scheduleNames)('so is schedule %s', (name) => {
    expect(check({ schedule: usualSchedule(name) })).toEqual({})
  })
})

describe('the output', () => {
  const pairs = catalogue.flatMap(({ name: dataset }) =>
    outputActivationNames.flatMap((activation) => lossNames.map((loss) => ({ dataset, activation, loss }))),
  )
  test.each(pairs)(
    'offers $loss after $activation on $dataset exactly where the contract takes it',
    (pair) => {
      const { dataset, activation, loss } = pair
      const taken = runRequestSchema.safeParse({
        dataset,
        network: { hidden: [], output: { activation, loss } },
      })
      expect(fittingLosses(dataset, activation).includes(loss)).toBe(taken.success)
    },
  )
  test('is as usual again once everything is put back', () => {
    const linear = changedOutput('mnist', null, { activation: 'linear' })
    expect(linear).toMatchObject({ activation: 'linear', loss: 'mean_squared_error' })
    const back = changedOutput('mnist', linear, { activation: 'softmax', loss: 'cross_entropy' })
    expect(back).toBeNull()
  })
  test('goes with the dataset where its loss does not fit another', () => {
    const binary = changedOutput('two_spirals', null, { activation: 'sigmoid', loss: 'huber', delta: '2' })
    expect(fittingOutput('mnist', binary)).toEqual(binary)
    const only = { ...binary!, loss: 'binary_cross_entropy' as const }
    expect(fittingOutput('mnist', only)).toBeNull()
  })
  test('leaves out numbers of another loss', () => {
    const output = changedOutput('mnist', null, { labelSmoothing: '0.1', delta: '3' })
    expect(requestOf(draft({ output })).network?.output).toEqual({
      activation: 'softmax',
      loss: 'cross_entropy',
      labelSmoothing: 0.1,
    })
  })
})

describe('what is wrong is told at its field', () => {
  test.each<[string, Partial<RunDraft>, Record<string, string>]>([
    [
      'regularization',
      { l1: '-1', l2: 'x' },
      { 'regularization.l1': 'At least 0', 'regularization.l2': 'A number is needed' },
    ],
    ['clip norm', { clipNorm: '0' }, { 'optimizer.clipNorm': 'More than 0' }],
    [
      'early stopping',
      { earlyStopping: { on: true, patience: '0', minDelta: '' } },
      { 'earlyStopping.patience': 'At least 1', 'earlyStopping.minDelta': 'A number is needed' },
    ],
    [
      'a parameter of the initializer',
      { initializer: { name: 'normal', parameter: '-1' } },
      { 'network.initializer.std': 'At least 0' },
    ],
    [
      'a schedule',
      { schedule: { name: 'step', fields: { everyEpochs: '0.5', factor: '2' } } },
      { 'schedule.everyEpochs': 'A whole number is needed', 'schedule.factor': 'At most 1' },
    ],
    [
      'an output',
      {
        output: {
          activation: 'softmax',
          loss: 'cross_entropy',
          temperature: '0',
          labelSmoothing: '1',
          delta: '',
        },
      },
      { 'network.output.temperature': 'At least 0.01', 'network.output.labelSmoothing': 'At most 0.9' },
    ],
    [
      'a layer',
      { hidden: [{ ...plainLayer('4', 'tanh'), dropout: 'half' }] },
      { 'network.hidden[0].dropout': 'A number is needed' },
    ],
  ])('%s', (_, part, expected) => {
    expect(check(part)).toEqual(expected)
  })
  test('what is off is not looked at', () => {
    expect(check({ earlyStopping: { on: false, patience: 'x', minDelta: 'y' } })).toEqual({})
  })
})
