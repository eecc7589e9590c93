import type { RunRequest } from '#lib/contracts/run.ts'

const spirals = { dataset: 'two_spirals', batchSize: 10 } as const

/** Trainings of some seconds that differ in what a checkpoint, and the log, have to hold. */
export const menu = {
  /** Everything that draws random numbers on the way. */
  noisy: {
    ...spirals,
    network: {
      hidden: [
        { units: 24, activation: 'rrelu', normalization: 'batch', dropout: 0.2 },
        { units: 12, activation: 'prelu', normalization: 'layer', dropout: 0.1 },
      ],
    },
    optimizer: { name: 'adam', learningRate: 0.003 },
    schedule: { name: 'cosine' },
    epochs: 400,
    diagnostics: { everySteps: 200 },
  },
  /** More frames than a page holds points, so that it holds buckets. */
  dense: {
    ...spirals,
    network: { hidden: [{ units: 8, activation: 'tanh' }] },
    optimizer: { name: 'nesterov', learningRate: 0.02 },
    schedule: { name: 'exponential', factor: 0.99 },
    epochs: 300,
    diagnostics: { everySteps: 10 },
  },
  /** Few, long epochs. */
  digits: {
    dataset: 'mnist',
    network: { hidden: [{ units: 48, activation: 'relu', dropout: 0.1 }] },
    optimizer: { name: 'rmsprop', learningRate: 0.001 },
    batchSize: 64,
    epochs: 10,
    diagnostics: { everySteps: 50 },
  },
  /** NaN and infinities all the way. */
  sick: {
    ...spirals,
    network: {
      hidden: [{ units: 8, activation: 'identity' }],
      output: { activation: 'linear', loss: 'mean_squared_error' },
    },
    optimizer: { learningRate: 0.9 },
    epochs: 500,
    diagnostics: { everySteps: 80, onNonFinite: 'continue' },
  },
} as const satisfies Record<string, RunRequest>
export type Dish = keyof typeof menu

/** What a fork of a dish changes. */
export function forkChanges(dish: Dish) {
  return { optimizer: { name: 'momentum', learningRate: 0.01 }, epochs: Math.ceil(1.4 * menu[dish].epochs) }
}
