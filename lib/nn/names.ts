/** Names of what a network can be made of; the contract, the form and the kernels all read these lists. */
export const hiddenActivationNames = [
  'identity',
  'sigmoid',
  'hard_sigmoid',
  'tanh',
  'hard_tanh',
  'relu',
  'relu6',
  'leaky_relu',
  'prelu',
  'rrelu',
  'elu',
  'selu',
  'celu',
  'gelu',
  'gelu_tanh',
  'silu',
  'mish',
  'hard_swish',
  'softplus',
  'softsign',
  'sine',
  'gaussian',
] as const
export type HiddenActivationName = (typeof hiddenActivationNames)[number]

export const outputActivationNames = ['linear', 'sigmoid', 'softmax'] as const
export type OutputActivationName = (typeof outputActivationNames)[number]

export const lossNames = [
  'cross_entropy',
  'binary_cross_entropy',
  'mean_squared_error',
  'mean_absolute_error',
  'huber',
] as const
export type LossName = (typeof lossNames)[number]

export const optimizerNames = ['sgd', 'momentum', 'nesterov', 'rmsprop', 'adam', 'adamw'] as const
export type OptimizerName = (typeof optimizerNames)[number]

export const scheduleNames = ['constant', 'step', 'exponential', 'cosine', 'warmup', 'one_cycle'] as const
export type ScheduleName = (typeof scheduleNames)[number]

export const initializerNames = [
  'auto',
  'zeros',
  'constant',
  'normal',
  'uniform',
  'glorot',
  'he',
  'lecun',
  'orthogonal',
] as const
export type InitializerName = (typeof initializerNames)[number]

export const normalizationNames = ['batch', 'layer'] as const
export type NormalizationName = (typeof normalizationNames)[number]

export const verdictNames = [
  'vanishing',
  'exploding',
  'dying',
  'saturated',
  'not_learning',
  'oscillating',
  'overfitting',
  'healthy',
] as const
export type VerdictName = (typeof verdictNames)[number]

/** What fixes the rounding of a result: the accumulation order and whether multiply and add are fused. */
export const numericClasses = ['scalar', 'simd128', 'fma'] as const
export type NumericClass = (typeof numericClasses)[number]
