/** Everything that a build exports; lib/kernels/wasm.ts adapts it to the port. */
export { activate, differentiate, exponentials } from './activations'
export { scaleBytes } from './gather'
export { binaryCrossEntropy, countCorrect, crossEntropy, meanSquaredError } from './losses'
export { momentumStep, sumOfSquares } from './optimizers'
export { packDelta, sumRows, transposeWeights } from './panels'
export { addWeightGradient, affine, inputGradient, weightGradient } from './products'
export { getColumnTile } from './tiles'
