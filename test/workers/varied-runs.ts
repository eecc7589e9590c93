import type { RunRequest } from '#lib/contracts/run.ts'
import { tinyRun } from '../helpers/api.ts'

const noisy: RunRequest['network'] = {
  hidden: [
    { units: 12, activation: 'rrelu', normalization: 'batch', dropout: 0.3 },
    { units: 8, activation: 'prelu', normalization: 'layer', dropout: 0.1 },
  ],
}

/** Trainings that differ in all that a checkpoint has to hold. */
export const variedRuns: Record<string, RunRequest> = {
  'plain descent': tinyRun,
  'momentum that rises and falls': {
    ...tinyRun,
    optimizer: { name: 'nesterov', learningRate: 0.05 },
    schedule: { name: 'one_cycle' },
  },
  'Adam along a cosine': {
    ...tinyRun,
    optimizer: { name: 'adam', learningRate: 0.01 },
    schedule: { name: 'cosine' },
  },
  'AdamW with a step schedule and a clipped norm': {
    ...tinyRun,
    optimizer: { name: 'adamw', clipNorm: 0.5 },
    schedule: { name: 'step', everyEpochs: 2 },
  },
  'dropout, random slopes and normalization by RMSProp': {
    ...tinyRun,
    network: noisy,
    optimizer: { name: 'rmsprop', learningRate: 0.003 },
    schedule: { name: 'exponential', factor: 0.8 },
  },
  'warmup and batches that do not divide the samples': {
    ...tinyRun,
    batchSize: 64,
    schedule: { name: 'warmup', steps: 70 },
    regularization: { l1: 1e-4, l2: 1e-3 },
  },
  'early stopping in its patience': {
    ...tinyRun,
    epochs: 40,
    optimizer: { learningRate: 20 },
    earlyStopping: { patience: 3 },
  },
  'sickness that goes on': {
    ...tinyRun,
    network: {
      hidden: [{ units: 8, activation: 'identity' }],
      output: { activation: 'linear', loss: 'mean_squared_error' },
    },
    optimizer: { learningRate: 0.9 },
    diagnostics: { everySteps: 10, onNonFinite: 'continue' },
  },
}
