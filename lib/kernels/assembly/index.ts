/** Everything that a build exports; lib/kernels/wasm.ts adapts it to the port. */
export * from './activations'
export { columnPeaks, countBelow, describe, histogram, sumOfSquaredDifferences, sumOfSquares } from './diagnostics'
export { scaleBytes } from './gather'
export { binaryCrossEntropy, countCorrect, crossEntropy, meanError, respondAll } from './losses'
export { dropOut, fillUniform } from './noise'
export {
  blend,
  columnMoments,
  normalizeColumns,
  normalizeColumnsBackward,
  normalizeRows,
  normalizeRowsBackward,
} from './normalization'
export { adamStep, descend, momentumStep, regularize, rmspropStep, scale } from './optimizers'
export { packDelta, sumRows, transposeWeights } from './panels'
export { errorFunctions, exponentials, exponentialsMinusOne, logarithms, logarithmsOfOnePlus } from './probes'
export { addWeightGradient, affine, inputGradient, weightGradient } from './products'
export { indexBytes, prepareIndex, sparseAffine, sparseWeightGradient } from './sparse'
export { repeatRow, slopeGradient } from './slopes'
export { getColumnTile } from './tiles'
