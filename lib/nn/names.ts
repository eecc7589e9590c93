/** Names of what a network can be made of; the contract, the form and the kernels all read these lists. */
export const hiddenActivationNames = ['identity', 'sigmoid', 'tanh', 'relu', 'leaky_relu'] as const
export type HiddenActivationName = (typeof hiddenActivationNames)[number]

export const outputActivationNames = ['linear', 'sigmoid', 'softmax'] as const
export type OutputActivationName = (typeof outputActivationNames)[number]

export const lossNames = ['cross_entropy', 'binary_cross_entropy', 'mean_squared_error'] as const
export type LossName = (typeof lossNames)[number]

export const optimizerNames = ['sgd'] as const

export const initializerNames = ['auto', 'he', 'glorot'] as const
export type InitializerName = (typeof initializerNames)[number]

/** What fixes the rounding of a result: the accumulation order and whether multiply and add are fused. */
export const numericClasses = ['scalar', 'simd128', 'fma'] as const
export type NumericClass = (typeof numericClasses)[number]
