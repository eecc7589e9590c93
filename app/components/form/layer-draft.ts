import type { HiddenActivationName, NormalizationName } from '#lib/nn/names.ts'

/** A hidden layer as it is typed. */
export interface LayerDraft {
  units: string
  activation: HiddenActivationName
  /** Empty for the usual one; read where the activation takes one. */
  alpha: string
  /** Empty for none. */
  dropout: string
  normalization: NormalizationName | 'none'
}

/** A layer with nothing but units and an activation. */
export function plainLayer(units: string, activation: HiddenActivationName): LayerDraft {
  return { units, activation, alpha: '', dropout: '', normalization: 'none' }
}

/** What a layer has beyond units and activation, in words; empty for a plain one. */
export function extrasOf({ dropout, normalization }: LayerDraft): string[] {
  return [
    normalization === 'none' ? [] : `${normalization} normalization`,
    dropout.trim() && dropout.trim() !== '0' ? `dropout ${dropout.trim()}` : [],
  ].flat()
}
