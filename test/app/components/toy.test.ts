import { describe, expect, it, test } from 'vitest'
import { usualState } from '#app/components/explore/explore-state.ts'
import { greatestSize, paintCells, type ToyColours } from '#app/components/explore/toy/paint.ts'
import {
  countDead,
  followDeaths,
  noDeaths,
  type ToyReading,
  withReading,
} from '#app/components/explore/toy/toy-history.ts'
import {
  createToy,
  surfaceCells,
  type ToyLook,
  toyBytes,
  unitCells,
} from '#app/components/explore/toy/toy-training.ts'
import { deathWords, progressWords, rateText } from '#app/components/explore/toy/toy-words.ts'
import { createKernels } from '#lib/kernels/load.ts'

function toyOf(settings = usualState.toy, variant = 'simd128') {
  const { training, looking } = toyBytes(settings)
  return createToy(createKernels(variant, training), createKernels(variant, looking), settings)
}

describe('a toy', () => {
  it('learns the spirals with the usual settings, all units alive', () => {
    const toy = toyOf()
    expect(countDead(toy.look().dead)).toBe(0)
    toy.advance(1200, usualState.toy.learningRate)
    const look = toy.look()
    expect(look.step).toBe(1200)
    expect(look.accuracy).toBeGreaterThan(0.9)
    expect(look.heldOutAccuracy).toBeGreaterThan(0.9)
    expect(look.surface).toHaveLength(surfaceCells ** 2)
    expect(look.units.map(({ length }) => length)).toEqual([16 * unitCells ** 2, 16 * unitCells ** 2])
  })

  it('repeats itself bit for bit, however its steps are cut', () => {
    const [one, other] = [toyOf(), toyOf()]
    one.advance(96, 0.2)
    for (let i = 0; i < 12; i++) {
      other.advance(8, 0.2)
      other.look()
    }
    expect(other.look()).toEqual(one.look())
    const different = toyOf({ ...usualState.toy, seed: 11 })
    expect(different.points.features).not.toEqual(one.points.features)
  })

  it('loses units of relu to a learning rate of 3, and those of the first layer stay dead; leaky_relu loses none', () => {
    const toy = toyOf()
    toy.advance(400, 0.2)
    toy.advance(80, 3)
    const killed = toy.look().dead[0]!
    expect(killed.reduce((sum, flag) => sum + flag, 0)).toBeGreaterThan(2)
    toy.advance(2000, 0.2)
    const later = toy.look().dead[0]!
    for (const [unit, flag] of killed.entries()) if (flag === 1) expect(later[unit]).toBe(1)

    const leaky = toyOf({ ...usualState.toy, activation: 'leaky_relu' })
    leaky.advance(400, 0.2)
    leaky.advance(80, 3)
    expect(countDead(leaky.look().dead)).toBe(0)
  })

  it('draws what it judges: cells by a point of a class are on that side', () => {
    const toy = toyOf()
    toy.advance(3000, 0.2)
    const { surface, accuracy } = toy.look()
    const { features, labels } = toy.points
    const cell = (value: number) => Math.floor(((value + 1.15) / 2.3) * surfaceCells)
    const right = [...labels].filter((label, i) => {
      const p = surface[cell(-features[2 * i + 1]!) * surfaceCells + cell(features[2 * i]!)]!
      return p > 0.5 === (label === 1)
    })
    expect(accuracy).toBeGreaterThan(0.97)
    expect(right.length / labels.length).toBeGreaterThan(0.95)
  })
})

const look = (part: Partial<ToyLook> = {}): ToyLook => ({
  step: 800,
  loss: 0.2,
  accuracy: 0.95,
  heldOutLoss: 0.3,
  heldOutAccuracy: 0.9,
  surface: new Float32Array(),
  units: [],
  dead: [new Uint8Array(16), new Uint8Array(16)],
  ...part,
})
const withDead = (count: number) => look({ dead: [new Uint8Array(16).fill(1, 0, count), new Uint8Array(16)] })
const { toy: settings } = usualState

test('history keeps its first and newest readings, whatever its length', () => {
  let history: readonly ToyReading[] = []
  for (let step = 0; step <= 8000; step += 8) history = withReading(history, look({ step }), 0.1)
  expect(history.length).toBeLessThanOrEqual(400)
  expect(history[0]!.step).toBe(0)
  expect(history.at(-1)!.step).toBe(8000)
  const steps = history.map(({ step }) => step)
  expect(steps).toEqual(steps.toSorted((a, b) => a - b))
})

test('deaths are told: who, when, and that they do not come back', () => {
  let deaths = followDeaths(noDeaths, 0, 0, 0.2)
  expect(deathWords(look(), deaths, settings)).toBe('All 32 units are alive: each answers to some point.')
  deaths = followDeaths(deaths, 7, 800, 3)
  const hot = { ...settings, learningRate: 3 }
  expect(deathWords(withDead(7), deaths, hot)).toMatch(
    /^7 of 32 units are dead: f′ is 0 for every point, so they learn nothing more\. The first died by step 800, at a learning rate of 3:/,
  )
  expect(deathWords(withDead(7), deaths, settings)).toContain(
    'The learning rate went down from 3 to 0.2, yet they do not come back.',
  )
  // What comes back while the rate is high is not its lowering's doing.
  deaths = followDeaths(deaths, 6, 850, 3)
  deaths = followDeaths(deaths, 6, 900, 0.2)
  deaths = followDeaths(deaths, 4, 908, 0.2)
  expect(deathWords(withDead(4), deaths, settings)).toContain('2 came back, the others do not')
  deaths = followDeaths(deaths, 0, 1000, 0.2)
  expect(deathWords(look(), deaths, settings)).toContain('7 had fallen silent, and came back')
})

test('those that the start weights made silent are not laid on the learning rate', () => {
  const deaths = followDeaths(followDeaths(noDeaths, 2, 0, 0.2), 2, 8, 0.2)
  expect(deathWords(withDead(2), deaths, settings)).toContain('The start weights made them so.')
  expect(deathWords(withDead(2), deaths, { ...settings, learningRate: 0.01 })).not.toContain('went down')
})

test('weights that are no numbers are said to be none', () => {
  expect(progressWords(look({ loss: Number.NaN }))).toContain('no numbers any more')
  expect(deathWords(look({ loss: Number.NaN }), noDeaths, settings)).toBe('')
  expect(progressWords(look())).toBe(
    'After 800 steps it gets 95 % of the points right, and 90 % of new ones; loss 0.2000.',
  )
  expect(rateText(0.0031623)).toBe('0.0032')
})

test('cells are painted between the classes, and what is no number as the page', () => {
  const colours: ToyColours = { '--bg': [0, 0, 0], '--run-2': [100, 0, 0], '--run-1': [0, 0, 100] }
  const pixels = new Uint8ClampedArray(16)
  paintCells(pixels, [-1, 0, 5, Number.NaN], (cell) => cell, colours)
  expect([...pixels]).toEqual([72, 0, 0, 255, 0, 0, 0, 255, 0, 0, 72, 255, 0, 0, 0, 255])
  expect(greatestSize(Float32Array.of(-3, 2, Number.NaN))).toBe(3)
})
