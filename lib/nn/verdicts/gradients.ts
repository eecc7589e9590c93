import type { Sighting } from './finding.ts'
import type { LayerTraits, StepReading } from './readings.ts'
import { activationNamed, figures, initializerFor } from './words.ts'

/**
 * AutoTrainer (Zhang et al., ICSE 2021), β₁, β₂ and β₃ of its monitor: the ratio of the first layer's gradient norm to
 * the last's is below 1e-3 and the first's below 1e-4 where gradients vanish, and above 70 where they explode. It takes
 * the last of all layers; here it is the last hidden one, because an output layer's gradient follows its loss.
 */
const vanishingRatio = 1e-3
const vanishingNorm = 1e-4
const explodingRatio = 70
/**
 * A ratio alone also tells small gradients of unequal layers apart, as near the end of training. An explosion is taken
 * for one only where the first norm exceeds 1, the norm to which gradients are commonly clipped (Pascanu, Mikolov &
 * Bengio 2013).
 */
const explodingNorm = 1
/** One minibatch is no evidence. */
const persistence = 5

/** Vanishing and exploding of one reading; they need two hidden layers to compare. */
export function gradientSightings(layers: readonly LayerTraits[], reading: StepReading): Sighting[] {
  const first = layers.findIndex((layer) => layer.hidden)
  const last = layers.findLastIndex((layer) => layer.hidden)
  if (first === last) return []
  const ends: Ends = {
    first: layers[first]!,
    last: layers[last]!,
    firstNorm: reading.gradNorm[first]!,
    lastNorm: reading.gradNorm[last]!,
  }
  const ratio = ends.firstNorm / ends.lastNorm
  switch (gradientIllness(ends.firstNorm, ends.lastNorm)) {
    case 'vanishing':
      return [vanishing(ends, ratio)]
    case 'exploding':
      return [exploding(ends, ratio)]
    default:
      return []
  }
}

/** What the gradient norms of the first and the last hidden layer show at one reading; null where nothing is wrong. */
export function gradientIllness(firstNorm: number, lastNorm: number): 'vanishing' | 'exploding' | null {
  if (!Number.isFinite(firstNorm) || !Number.isFinite(lastNorm)) return null
  const ratio = firstNorm / lastNorm
  if (ratio < vanishingRatio && firstNorm < vanishingNorm) return 'vanishing'
  return ratio > explodingRatio && firstNorm > explodingNorm ? 'exploding' : null
}

interface Ends {
  first: LayerTraits
  last: LayerTraits
  firstNorm: number
  lastNorm: number
}

function evidenceOf({ first, last, firstNorm, lastNorm }: Ends): Record<string, number> {
  return { [`grad_norm/${first.name}`]: firstNorm, [`grad_norm/${last.name}`]: lastNorm }
}

function vanishing(ends: Ends, ratio: number): Sighting {
  const { first, last, firstNorm, lastNorm } = ends
  const fraction = ratio === 0 ? 'zero against' : `1/${figures(1 / ratio)} of`
  return {
    name: 'vanishing',
    layer: first.name,
    rule: `grad_norm of the first hidden layer is less than 1/1,000 of the last one's and less than 1e-4, ${persistence} readings in a row`,
    threshold: vanishingRatio,
    value: ratio,
    evidence: evidenceOf(ends),
    message: `The gradient of ${first.name} is ${fraction} that of ${last.name} (${figures(firstNorm)} and ${figures(lastNorm)}), and has been as small for ${persistence} readings: ${first.name} hardly learns.`,
    suggestion: mendVanishing(first),
    persistence,
  }
}

function mendVanishing({ activation, rectifier }: LayerTraits): string {
  const known = activationNamed(activation)
  const title = known?.title ?? activation
  if (rectifier || activation === 'identity') {
    return `Initialize with ${initializerFor(activation)}, which keeps the size of what passes through ${title} layers; or normalize the layers, or use fewer.`
  }
  const peak = known?.peak(known.alpha?.usual ?? 0) ?? 1
  const why = peak < 1 ? `; the derivative of ${title} never exceeds ${figures(peak)}` : ''
  return `Replace ${title} by ReLU with He initialization, or normalize the layers${why}.`
}

function exploding(ends: Ends, ratio: number): Sighting {
  const { first, last, firstNorm, lastNorm } = ends
  return {
    name: 'exploding',
    layer: first.name,
    rule: `grad_norm of the first hidden layer is more than ${explodingRatio} times the last one's and more than ${explodingNorm}, ${persistence} readings in a row`,
    threshold: explodingRatio,
    value: ratio,
    evidence: evidenceOf(ends),
    message: `The gradient of ${first.name} is ${figures(ratio)} times that of ${last.name} (${figures(firstNorm)} and ${figures(lastNorm)}), and has been as large for ${persistence} readings: it grows from layer to layer on its way back.`,
    suggestion: `Start with smaller weights (${initializerFor(first.activation)} initialization), normalize the layers, or clip the gradient's norm to 1 (clipNorm).`,
    persistence,
  }
}
