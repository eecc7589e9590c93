import type { Histogram, Snapshot } from '#lib/contracts/diagnostics.ts'
import { encodeValue, type MetricValue } from '#lib/contracts/metric-value.ts'
import { activations, outputActivations, usualAlpha } from '#lib/nn/activations.ts'
import type { Tally } from '#lib/nn/measures.ts'
import type { Trainer } from '#lib/nn/network.ts'
import type { NetworkSpec } from '#lib/nn/spec.ts'

/** What the trainer's last close look showed, as it is stored. `deadUnits` are those of the last count. */
export function toSnapshot(
  trainer: Trainer,
  spec: NetworkSpec,
  deadUnits: Float64Array,
  step: number,
  epoch: number,
): Snapshot {
  const layers = trainer.measures.map((measures, index) => {
    const hidden = spec.hidden[index]
    const tallies = trainer.tallies[index]!
    const next = trainer.measures[index + 1]
    return {
      name: measures.name,
      activation: hidden?.activation ?? spec.output.activation,
      measures: {
        grad_norm: encodeValue(measures.gradNorm),
        error_rms: encodeValue(measures.errorRms),
        update_ratio: encodeValue(measures.updateRatio),
        dead_units: encodeValue(deadUnits[index]!),
        saturation: encodeValue(measures.saturation),
        activation_mean: encodeValue(measures.activationMean),
        activation_std: encodeValue(measures.activationStd),
      },
      shrink: next ? shrinkFactor(measures.errorRms, next.errorRms) : null,
      peak: hidden
        ? activations[hidden.activation].peak(hidden.alpha ?? usualAlpha(hidden.activation))
        : outputActivations[spec.output.activation].peak,
      histograms: {
        preActivation: toHistogram(tallies.preActivation),
        activation: toHistogram(tallies.activation),
        weight: toHistogram(tallies.weight),
        gradient: toHistogram(tallies.gradient),
      },
    }
  })
  return { step, epoch, layers }
}

function shrinkFactor(errorRms: number, above: number): MetricValue {
  return encodeValue(errorRms / above)
}

function toHistogram({ low, high, counts, nonFinite }: Tally): Histogram {
  return { low, high, counts: [...counts], nonFinite }
}
