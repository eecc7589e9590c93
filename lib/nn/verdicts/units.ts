import type { Sighting } from './finding.ts'
import type { EpochReading, LayerTraits, StepReading } from './readings.ts'
import { activationNamed, initializerFor, percent } from './words.ts'

/**
 * CS231n (Stanford, "Commonly used activation functions"): with too high a learning rate as much as 40 % of a network
 * can be dead. SageMaker Debugger's DeadRelu says 50 % of a layer.
 */
export const deadShare = 0.4
/** SageMaker Debugger, SaturatedActivation: more than half of a layer. */
export const saturatedShare = 0.5
/** One minibatch is no evidence; the dead are counted over the whole training set, so that once is enough. */
const saturatedPersistence = 5

/** Hidden layers most of whose units no longer learn from any sample. */
export function dyingSightings(layers: readonly LayerTraits[], reading: EpochReading): Sighting[] {
  return layers.flatMap((layer, index) => {
    const share = reading.deadUnits[index]!
    return layer.hidden && share > deadShare ? [dying(layer, share)] : []
  })
}

function dying(layer: LayerTraits, share: number): Sighting {
  const known = activationNamed(layer.activation)
  const silent = known?.aliveAbove === 0
  return {
    name: 'dying',
    layer: layer.name,
    rule: `more than ${percent(deadShare)} of a hidden layer's units are dead at the end of an epoch`,
    threshold: deadShare,
    value: share,
    evidence: { [`dead_units/${layer.name}`]: share },
    message: `${percent(share)} of ${layer.name} is dead: over the whole training set the derivative of these units is ${silent ? '0' : 'almost 0'}, so they no longer learn.`,
    suggestion: layer.rectifier
      ? `Lower the learning rate, or use an activation that is never flat, such as Leaky ReLU; ${initializerFor(layer.activation)} initialization starts with living units.`
      : `Lower the learning rate, normalize the layer, or start with smaller weights (${initializerFor(layer.activation)} initialization).`,
    persistence: 1,
  }
}

/** Hidden layers that mostly sit in the flat ends of their activation; a rectifier's silent half is its design. */
export function saturatedSightings(layers: readonly LayerTraits[], reading: StepReading): Sighting[] {
  return layers.flatMap((layer, index) => {
    const share = reading.saturation[index]!
    return layer.hidden && !layer.rectifier && share > saturatedShare ? [saturated(layer, share)] : []
  })
}

function saturated(layer: LayerTraits, share: number): Sighting {
  const title = activationNamed(layer.activation)?.title ?? layer.activation
  return {
    name: 'saturated',
    layer: layer.name,
    rule: `more than ${percent(saturatedShare)} of a hidden layer's outputs are saturated, ${saturatedPersistence} readings in a row; not for rectifiers`,
    threshold: saturatedShare,
    value: share,
    evidence: { [`saturation/${layer.name}`]: share },
    message: `${percent(share)} of the outputs of ${layer.name} are where ${title} is flat, and more than ${percent(saturatedShare)} were for ${saturatedPersistence} readings: hardly any error passes through.`,
    suggestion: `Start with smaller weights (${initializerFor(layer.activation)} initialization), lower the learning rate, normalize the layer, or replace ${title} by ReLU.`,
    persistence: saturatedPersistence,
  }
}
