import { activations } from '#lib/nn/activations.ts'
import { type HiddenActivationName, hiddenActivationNames } from '#lib/nn/names.ts'
import { setting } from './numbers.ts'

const sigmoidal: readonly HiddenActivationName[] = [
  'sigmoid',
  'hard_sigmoid',
  'tanh',
  'hard_tanh',
  'softsign',
]

/** The activations as a person looks for them; every name is in one family. */
export const activationFamilies: readonly { title: string; names: readonly HiddenActivationName[] }[] = [
  { title: 'Rectifiers', names: hiddenActivationNames.filter((name) => activations[name].rectifier) },
  { title: 'Sigmoidal', names: sigmoidal },
  {
    title: 'Others',
    names: hiddenActivationNames.filter((name) => !activations[name].rectifier && !sigmoidal.includes(name)),
  },
]

/** Whether a layer's author may give the activation its alpha. */
export function takesAlpha(name: HiddenActivationName): boolean {
  const { alpha } = activations[name]
  return alpha !== undefined && alpha.kind !== 'random'
}

/** Where the activation's alpha comes from, in words; null where it has none. */
export function alphaWords(name: HiddenActivationName): string | null {
  const { alpha } = activations[name]
  if (!alpha) return null
  const least = setting(Number(alpha.least.toPrecision(3)))
  const most = setting(Number(alpha.most.toPrecision(3)))
  if (alpha.kind === 'random') return `α drawn from ${least} to ${most} while training`
  const start = alpha.kind === 'learned' ? 'learned from' : 'usually'
  return `α from ${least} to ${most}, ${start} ${setting(alpha.usual)}`
}

/** The greatest |f′| that an activation reaches with its alpha, or with its usual one. */
export function peakOf({
  activation,
  alpha,
}: {
  activation: HiddenActivationName
  alpha?: number | undefined
}): number {
  const { peak, alpha: spec } = activations[activation]
  return peak(alpha ?? spec?.usual ?? 0)
}
