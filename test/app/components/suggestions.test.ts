import { describe, expect, test } from 'vitest'
import {
  proposalQuery,
  proposalWords,
  readProposal,
  withProposal,
} from '#app/components/form/proposed-change.ts'
import { draftOf } from '#app/components/form/run-draft.ts'
import { requestOf } from '#app/components/form/run-request.ts'
import { evidenceOf } from '#app/components/run/evidence.ts'
import { suggestionAddress, suggestionsFor, suggestionWords } from '#app/components/run/suggestions.ts'
import { type RunRequest, runRequestSchema } from '#lib/contracts/run.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import { type VerdictName, verdictNames } from '#lib/nn/names.ts'
import { makeRun, makeVerdict } from '../helpers/runs.ts'

const layers = (...activations: NonNullable<RunRequest['network']>['hidden'][number]['activation'][]) => ({
  network: { hidden: activations.map((activation) => ({ units: 8, activation })) },
})
const words = (name: VerdictName, request: Partial<RunRequest>, verdict: Partial<Verdict> = {}) => {
  const run = makeRun({}, request)
  return suggestionsFor(makeVerdict(name, { layer: 'hidden_1', ...verdict }), run).map(suggestionWords)
}

describe('what a verdict suggests', () => {
  test.each([
    ['vanishing', layers('sigmoid', 'sigmoid'), ['Fork with relu', 'Begin anew with relu, He weights']],
    ['vanishing', layers('relu', 'relu'), ['Begin anew with batch normalization']],
    ['exploding', layers('relu'), ['Fork with learning rate 0.01', 'Fork with clip norm 1']],
    ['dying', layers('relu'), ['Fork with learning rate 0.033', 'Fork with leaky_relu']],
    ['dying', layers('leaky_relu'), ['Fork with learning rate 0.033']],
    ['dying', layers('tanh'), ['Fork with learning rate 0.033']],
    ['saturated', layers('tanh'), ['Fork with relu', 'Fork with learning rate 0.033']],
    ['oscillating', layers('relu'), ['Fork with learning rate 0.05']],
    ['overfitting', layers('relu'), ['Fork with dropout 0.2']],
    ['overfitting', layers(), []],
    ['not_learning', layers('sigmoid'), ['Fork with relu', 'Fork with learning rate 1']],
    ['not_learning', layers('relu'), ['Fork with learning rate 1']],
    ['healthy', layers('relu'), []],
  ] as const)('%s of %j: %j', (name, request, expected) => {
    expect(words(name, request)).toEqual(expected)
  })
  test('reckons with what there is already', () => {
    const clipped = { ...layers('relu'), optimizer: { name: 'sgd', learningRate: 4, clipNorm: 1 } } as const
    expect(words('exploding', clipped)).toEqual(['Fork with learning rate 0.4'])
    expect(words('not_learning', clipped)).toEqual(['Fork with learning rate 0.4'])
    const hidden = [{ units: 8, activation: 'relu' as const, dropout: 0.4 }]
    expect(words('overfitting', { network: { hidden } })).toEqual(['Fork with dropout 0.5'])
    const drawn = { network: { hidden, initializer: 'uniform' as const } }
    expect(words('vanishing', drawn)).toEqual(['Begin anew with He weights'])
  })
  test('divides the learning rate that held when it was found', () => {
    const run = makeRun({
      learningRateChanges: [
        { id: 1, step: 100, learningRate: 0.6 },
        { id: 2, step: 900, learningRate: 0.001 },
      ],
    })
    expect(suggestionsFor(makeVerdict('oscillating', { step: 250 }), run)[0]!.change).toEqual({
      learningRate: 0.3,
    })
  })
  test('replaces the activation of the layer that is ill, and leaves others alone', () => {
    const run = makeRun({}, layers('tanh', 'sigmoid'))
    const [first] = suggestionsFor(makeVerdict('saturated', { layer: 'hidden_2' }), run)
    const draft = withProposal(draftOf(run), first!.change)
    expect(draft.hidden.map(({ activation }) => activation)).toEqual(['tanh', 'relu'])
  })
  test('begins before the finding; against overfitting, where the run was best', () => {
    const run = makeRun({ summary: { 'val/loss': { last: 1, best: 0.1, bestStep: 120 } } })
    const address = (name: VerdictName) => {
      const verdict = makeVerdict(name, { step: 250 })
      return suggestionAddress(run, verdict, suggestionsFor(verdict, run)[0]!)
    }
    expect(address('dying')).toBe('/new?fork=aaaaaaaaaaaaaaa0&step=249&learningRate=0.033')
    expect(address('overfitting')).toBe('/new?fork=aaaaaaaaaaaaaaa0&step=120&dropout=0.2')
    expect(address('vanishing')).toBe('/new?from=aaaaaaaaaaaaaaa0&normalization=batch')
  })
  test('is a request that the contract takes, whatever the verdict', () => {
    for (const name of verdictNames) {
      for (const activation of ['sigmoid', 'relu', 'prelu', 'identity'] as const) {
        const run = makeRun({}, { ...layers(activation, 'tanh'), optimizer: { name: 'adam', clipNorm: 5 } })
        for (const { change } of suggestionsFor(makeVerdict(name, { layer: 'hidden_1' }), run)) {
          const read = readProposal(Object.fromEntries(new URLSearchParams(proposalQuery(change))))
          expect(read).toEqual(change)
          const request = requestOf(withProposal(draftOf(run), read))
          expect(runRequestSchema.safeParse(request).success).toBe(true)
          expect(request).not.toEqual(requestOf(draftOf(run)))
        }
      }
    }
  })
})

describe('a proposal in the address', () => {
  test('counts only as far as it makes sense', () => {
    expect(readProposal({ learningRate: '0.3', activation: 'no such', dropout: '7', fork: 'x' })).toEqual({
      learningRate: 0.3,
    })
    expect(readProposal({ learningRate: ['1', '2'], clipNorm: '' })).toEqual({})
  })
  test('reads as words', () => {
    expect(proposalWords({ activation: 'relu', initializer: 'he', clipNorm: 1, dropout: 0.2 })).toBe(
      'relu, He weights, clip norm 1, dropout 0.2',
    )
    expect(proposalWords({})).toBe('')
  })
})

describe('evidence', () => {
  const place = (name: VerdictName, part: Partial<Verdict>) =>
    evidenceOf({ first: makeVerdict(name, part), others: [] })?.places[0]
  test('lies in the chart whose figures the rule read', () => {
    expect(place('dying', { layer: 'hidden_3', evidence: { 'dead_units/hidden_3': 0.5 } })).toEqual({
      chart: 'dead_units',
      layer: 'hidden_3',
      from: 250,
      to: 400,
    })
    expect(place('exploding', { evidence: { 'grad_norm/hidden_2': 'NaN' } })).toMatchObject({
      chart: 'grad_norm',
      layer: 'hidden_2',
    })
    const ends = { 'grad_norm/hidden_1': 1e-6, 'grad_norm/hidden_6': 0.1 }
    expect(place('vanishing', { layer: 'hidden_1', evidence: ends })).toMatchObject({ layer: 'hidden_1' })
  })
  test('of a loss lies in the loss, healthy has none', () => {
    expect(place('overfitting', { evidence: { 'val/loss': 1, 'best epoch': 3 } })).toMatchObject({
      chart: 'loss',
      layer: null,
    })
    expect(place('healthy', {})).toBeUndefined()
  })
})
