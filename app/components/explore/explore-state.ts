import { usualAlpha } from '#lib/nn/activations.ts'
import type { HiddenActivationName } from '#lib/nn/names.ts'

/** An activation on the plot, with its parameter. */
export interface ChosenActivation {
  name: HiddenActivationName
  alpha: number
}

/** Which curve: f, f′ or f″. */
export type Order = 0 | 1 | 2

/** What the two spirals are learned with. */
export interface ToySettings {
  activation: HiddenActivationName
  layers: number
  units: number
  learningRate: number
  /** Standard deviation of the points around their arm. */
  noise: number
  seed: number
}

/** All that a link to the explorer holds. */
export interface ExploreState {
  chosen: readonly ChosenActivation[]
  orders: readonly Order[]
  z: number
  layers: number
  gain: number
  /** Standard deviation of z. */
  spread: number
  /** One a class. */
  logits: readonly number[]
  temperature: number
  toy: ToySettings
}

/** Bounds of every slider: least, most, step. */
export const bounds = {
  z: [-6, 6, 0.1],
  layers: [2, 20, 1],
  gain: [0.25, 4, 0.05],
  spread: [0.1, 4, 0.1],
  logit: [-6, 6, 0.05],
  temperature: [0.2, 5, 0.1],
  toyLayers: [1, 4, 1],
  toyUnits: [2, 16, 1],
  /** Of the power of ten. */
  toyRate: [-3, 1, 0.05],
  toyNoise: [0, 0.1, 0.005],
  toySeed: [1, 99, 1],
} as const satisfies Record<string, readonly [number, number, number]>

/** As many as there are colours for. */
export const mostChosen = 8

/** A digit 4 that looks a little like a 9 and a 7; and a review that is rather kind. */
export const usualLogits: Readonly<Record<2 | 10, readonly number[]>> = {
  2: [-0.6, 1.2],
  10: [-1.2, -0.6, 0.1, -0.9, 4.85, -0.8, 0.2, 1.95, -0.2, 2.7],
}

export const usualState: ExploreState = {
  chosen: [{ name: 'sigmoid', alpha: 0 }],
  orders: [0, 1, 2],
  z: 1.4,
  layers: 10,
  gain: 1,
  spread: 1,
  logits: usualLogits[10],
  temperature: 1,
  toy: { activation: 'relu', layers: 2, units: 16, learningRate: 0.2, noise: 0.02, seed: 10 },
}

/** With one more or one less; the last one stays, and the oldest goes where there is no room. */
export function toggled(chosen: readonly ChosenActivation[], name: HiddenActivationName): ChosenActivation[] {
  const rest = chosen.filter((one) => one.name !== name)
  if (rest.length < chosen.length) return rest.length > 0 ? rest : [...chosen]
  return [...chosen.slice(1 - mostChosen), { name, alpha: usualAlpha(name) }]
}

/** An activation as the address has it: its name, and its parameter where that is not the usual one. */
function writeChosen({ name, alpha }: ChosenActivation): string {
  return alpha === usualAlpha(name) ? name : `${name}:${alpha}`
}

/** Every part of the state as text, under the name that it has in the address. */
function partsOf(state: ExploreState): Record<string, string> {
  const { toy } = state
  return {
    f: state.chosen.map(writeChosen).join(','),
    d: state.orders.join(''),
    z: String(state.z),
    layers: String(state.layers),
    gain: String(state.gain),
    spread: String(state.spread),
    logits: state.logits.join(','),
    t: String(state.temperature),
    toy: `${toy.activation},${toy.layers}x${toy.units}`,
    lr: String(toy.learningRate),
    noise: String(toy.noise),
    seed: String(toy.seed),
  }
}

/** The query of the address: whatever differs from the usual, empty where nothing does. */
export function writeState(state: ExploreState): string {
  const usual = partsOf(usualState)
  // Commas and colons may stand in a query as they are, and are read more easily so.
  return Object.entries(partsOf(state))
    .filter(([key, value]) => value !== usual[key])
    .map(([key, value]) => `${key}=${value}`)
    .join('&')
}
