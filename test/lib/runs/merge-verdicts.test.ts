import { describe, expect, it } from 'vitest'
import type { Verdict } from '../../../lib/contracts/verdict.ts'
import { mergeVerdicts } from '../../../lib/runs/merge-verdicts.ts'

function verdict(name: Verdict['name'], layer: string | null, step: number, lastStep: number): Verdict {
  const words = { rule: '', message: '', suggestion: '' }
  return { name, layer, step, lastStep, threshold: 1, value: 2, evidence: {}, ...words }
}

describe('mergeVerdicts', () => {
  const dying = verdict('dying', 'hidden_1', 100, 300)
  const vanishing = verdict('vanishing', null, 150, 250)

  it('adds what is new behind what was shown', () => {
    expect(mergeVerdicts([dying], [dying, vanishing])).toEqual([dying, vanishing])
    expect(mergeVerdicts([], [vanishing])).toEqual([vanishing])
  })

  it('takes over how long a verdict has lasted', () => {
    const longer = { ...dying, lastStep: 400 }
    expect(mergeVerdicts([dying, vanishing], [longer, vanishing])).toEqual([longer, vanishing])
  })

  it('keeps what a run that goes on from a checkpoint has not found again yet', () => {
    const earlier = { ...dying, lastStep: 100 }
    expect(mergeVerdicts([dying, vanishing], [])).toEqual([dying, vanishing])
    expect(mergeVerdicts([dying, vanishing], [earlier])).toEqual([dying, vanishing])
  })

  it('tells the same rule on two layers apart', () => {
    const other = verdict('dying', 'hidden_2', 100, 300)
    expect(mergeVerdicts([dying], [other])).toEqual([dying, other])
  })
})
