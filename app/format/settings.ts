import type { RunConfig } from '#lib/contracts/run.ts'
import { type OptimizerConfig, optimizerSchema, type ScheduleConfig } from '#lib/contracts/training-config.ts'
import { setting } from './numbers.ts'

/** What a person calls a field of an optimizer or a schedule. */
export const fieldTitles: Readonly<Record<string, string>> = {
  learningRate: 'Learning rate',
  momentum: 'Momentum',
  decay: 'Decay',
  beta1: 'Beta 1',
  beta2: 'Beta 2',
  epsilon: 'Epsilon',
  weightDecay: 'Weight decay',
  clipNorm: 'Clip norm',
  everyEpochs: 'Every epochs',
  factor: 'Factor',
  initialFactor: 'Initial factor',
  finalFactor: 'Final factor',
  steps: 'Steps',
  warmupShare: 'Warm-up share',
}

/** The optimizer's fields that are not as usual, in words: momentum 0.9, clip norm 1. */
function unusual(optimizer: OptimizerConfig): string[] {
  const usual: Record<string, unknown> = optimizerSchema.parse({ name: optimizer.name })
  return Object.entries(optimizer).flatMap(([field, value]) =>
    field === 'name' || field === 'learningRate' || typeof value !== 'number' || usual[field] === value
      ? []
      : [`${fieldTitles[field]?.toLowerCase() ?? field} ${setting(value)}`],
  )
}

/** Name, learning rate, and what else is not as usual: adam, learning rate 0.001, beta 1 0.8. */
export function optimizerWords(optimizer: OptimizerConfig): string {
  const { name, learningRate } = optimizer
  return [name, `learning rate ${setting(learningRate)}`, ...unusual(optimizer)].join(', ')
}

/** How the learning rate changes, in words: cosine, down to 0. */
export function scheduleWords(schedule: ScheduleConfig): string {
  switch (schedule.name) {
    case 'constant':
      return 'constant'
    case 'step':
      return `step, × ${setting(schedule.factor)} every ${setting(schedule.everyEpochs)} epochs`
    case 'exponential':
      return `exponential, × ${setting(schedule.factor)} an epoch`
    case 'cosine':
      return `cosine, down to ${setting(schedule.finalFactor)}`
    case 'warmup':
      return `warm-up over ${setting(schedule.steps)} steps`
    case 'one_cycle':
      return `one cycle, warm-up over ${setting(100 * schedule.warmupShare)} %, down to ${setting(schedule.finalFactor)}`
  }
}

/** The parameter of an initializer that is given by more than its name: std 0.05; null where there is none. */
export function initializerParameter(
  initializer: RunConfig['network']['initializer'],
): { field: string; value: number } | null {
  if (typeof initializer === 'string') return null
  if (initializer.name === 'constant') return { field: 'value', value: initializer.value }
  if (initializer.name === 'normal') return { field: 'std', value: initializer.std }
  return { field: 'limit', value: initializer.limit }
}

/** An initializer in words: he, or normal with std 0.05. */
export function initializerWords(initializer: RunConfig['network']['initializer']): string {
  const parameter = initializerParameter(initializer)
  const name = typeof initializer === 'string' ? initializer : initializer.name
  return parameter ? `${name}, ${parameter.field} ${setting(parameter.value)}` : name
}

/** When a run may end before its last epoch, in words; null where it may not. */
export function earlyStoppingWords(earlyStopping: RunConfig['earlyStopping']): string | null {
  if (!earlyStopping) return null
  const { patience, minDelta } = earlyStopping
  const gain = minDelta > 0 ? ` by ${setting(minDelta)}` : ''
  return `after ${setting(patience)} ${patience === 1 ? 'epoch' : 'epochs'} without a val loss lower${gain || ' than before'}`
}
