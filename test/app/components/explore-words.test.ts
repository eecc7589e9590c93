import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundName, breakEvenWords, chainLines, leftWords } from '#app/components/explore/chain.ts'
import { characters, citations } from '#app/components/explore/citations.ts'
import { kinkWords, rankingWords, saturationWords, slopeWords } from '#app/components/explore/curve-words.ts'
import { activationColours, axisFor, curveAt, drawn, sampleCurve } from '#app/components/explore/curves.ts'
import { usualLogits } from '#app/components/explore/explore-state.ts'
import {
  classNames,
  entropyOf,
  outputsOf,
  probabilityText,
  sigmoidWords,
  softmaxWords,
} from '#app/components/explore/probabilities.ts'
import { usualAlpha } from '#lib/nn/activations.ts'
import { type HiddenActivationName, hiddenActivationNames } from '#lib/nn/names.ts'

const one = (name: HiddenActivationName) => ({ name, alpha: usualAlpha(name) })

test('what a slope means, in words', () => {
  expect(slopeWords(one('sigmoid'), 0)).toBe('Here, at z = 0, it hands back 0.250 of the error.')
  expect(slopeWords(one('relu'), -2)).toBe('Here, at z = −2, it hands back nothing: f′ is 0.')
  expect(slopeWords(one('relu'), 2)).toBe('Here, at z = 2, it hands back all of the error: f′ is 1.')
  expect(slopeWords(one('gelu'), -1)).toContain('hands back −0.083 of the error, with its sign turned')
})

test('where it saturates and where it has a kink, in words', () => {
  expect(saturationWords(one('sigmoid'))).toMatch(/^Below −4.36 and above 4.36, f′ is below 5 %/)
  expect(saturationWords(one('relu'))).toBe('Below 0, f′ is 0: silent.')
  expect(saturationWords(one('identity'))).toMatch(/^Nowhere/)
  expect(kinkWords(one('relu'))).toContain('a kink at z = 0, where f′ jumps from 0 to 1;')
  expect(kinkWords(one('hard_swish'))).toContain(
    '−3, where f′ jumps from 0 to −0.5, and at 3, where f′ jumps from 1.5 to 1',
  )
  expect(kinkWords(one('tanh'))).toBeNull()
})

test('the ranking at z names the most and the least', () => {
  expect(rankingWords([one('sigmoid'), one('relu')], 1.4)).toBe(
    'At z = 1.4, relu hands back most of the error, 1.000 of it, and sigmoid least, 0.159.',
  )
  expect(rankingWords([one('relu'), one('identity')], 2)).toContain('all of them')
})

test.each(hiddenActivationNames)('the curves of %s are whole: nothing jumps within a piece', (name) => {
  for (const order of [0, 1, 2] as const) {
    const { pieces, ends } = sampleCurve(one(name), order, 240)
    expect(pieces[0]![0]!.z).toBe(drawn[0])
    expect(pieces.at(-1)!.at(-1)!.z).toBe(drawn[1])
    expect(ends).toHaveLength(2 * (pieces.length - 1))
    // No activation's curve is steeper than this.
    const steepest = 7
    for (const piece of pieces) {
      for (let i = 1; i < piece.length; i++) {
        const rise = Math.abs(piece[i]!.value - piece[i - 1]!.value)
        expect(rise).toBeLessThanOrEqual(steepest * (piece[i]!.z - piece[i - 1]!.z) + 1e-9)
      }
    }
    const { low, high, ticks } = axisFor([one(name)], [1, 2])
    expect(ticks.length).toBeGreaterThan(1)
    if (order > 0) {
      for (const z of [-6, -0.7, 0, 0.7, 6]) {
        expect(curveAt(one(name), order, z)).toBeGreaterThanOrEqual(low)
        expect(curveAt(one(name), order, z)).toBeLessThanOrEqual(high)
      }
    }
  }
})

test('eight activations have eight colours, and the lesson’s keep theirs', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.constantFrom(...hiddenActivationNames), { maxLength: 8 }), (names) => {
      const colours = activationColours(names)
      expect(new Set(colours.values()).size).toBe(names.length)
      if (names.includes('sigmoid')) expect(colours.get('sigmoid')).toBe('var(--run-2)')
    }),
    { seed: 3 },
  )
})

test('ten layers of sigmoids leave next to nothing, and the sentence has the numbers', () => {
  const lines = chainLines([one('sigmoid')], { layers: 10, gain: 1, spread: 1 })
  expect(lines.map(({ name }) => name)).toEqual(['sigmoid', 'tanh', 'relu', 'gelu'])
  expect(leftWords(lines, 10)).toBe(
    'After 10 layers, of an error of 1 there is left: relu 0.031, tanh 0.022, gelu 0.020 and sigmoid 1.8·10⁻⁷.',
  )
  const even = breakEvenWords(lines, 1)
  expect(even).toContain('1.41 for relu')
  expect(even).toContain('4.72 for sigmoid')
  expect(even).toContain('he start weights')
  expect(even).not.toContain('grow')
  expect(breakEvenWords(chainLines([one('relu')], { layers: 4, gain: 2, spread: 1 }), 2)).toMatch(
    /errors of relu, tanh and gelu grow/,
  )
})

test('the bound is the bound: no sigmoid chain lies above it', () => {
  for (const spread of [0.1, 1, 4]) {
    for (const gain of [0.25, 1, 4]) {
      const sigmoid = chainLines([one('sigmoid')], { layers: 20, gain, spread })[0]!
      sigmoid.left.forEach((left, layer) => {
        expect(left).toBeLessThanOrEqual((0.25 * gain) ** layer * (1 + 1e-9))
      })
    }
  }
  expect(boundName(1)).toBe('0.25ⁿ')
  expect(boundName(1.5)).toBe('(0.25 × 1.50)ⁿ')
})

test('a 4 gets most of softmax, some goes to 9 and 7; sigmoids do not compete', () => {
  const names = classNames(10)
  const outputs = outputsOf(usualLogits[10], 1)
  expect(outputs.top).toBe(4)
  expect(softmaxWords(outputs, names)).toMatch(/^Softmax gives 4 0\.\d\d, and 9 0\.\d\d and 7 0\.\d\d\.$/)
  expect(sigmoidWords(outputs, names)).toMatch(/^The sigmoids of 2, 4, 6, 7 and 9 are above 0.5/)
})

test('softmax sums to 1 whatever the logits and the temperature; its order never changes', () => {
  const logits = fc.array(
    fc.integer({ min: -120, max: 120 }).map((steps) => steps / 20),
    { minLength: 2, maxLength: 10 },
  )
  fc.assert(
    fc.property(logits, fc.double({ min: 0.2, max: 5, noNaN: true }), (values, temperature) => {
      const { softmax, entropy, top } = outputsOf(values, temperature)
      expect(softmax.reduce((sum, p) => sum + p)).toBeCloseTo(1, 9)
      expect(values[top]).toBe(Math.max(...values))
      expect(entropy).toBeLessThanOrEqual(Math.log2(values.length) + 1e-9)
    }),
    { seed: 9 },
  )
})

test('entropy in bits; two classes by softmax are the sigmoid of the difference', () => {
  expect(entropyOf([0.5, 0.5])).toBe(1)
  expect(entropyOf([1, 0])).toBe(0)
  expect(outputsOf([0.3, 1.5], 1).softmax[1]).toBeCloseTo(outputsOf([1.2, 0], 1).sigmoids[0]!, 12)
  expect(probabilityText(0.001)).toBe('< 0.01')
  expect(probabilityText(0.999)).toBe('> 0.99')
})

test('every activation has a character, its source is cited, and no link is plain http', () => {
  for (const name of hiddenActivationNames) expect(characters[name].text.length).toBeGreaterThan(20)
  for (const { url } of Object.values(citations)) if (url !== null) expect(url).toMatch(/^https:\/\//)
})
