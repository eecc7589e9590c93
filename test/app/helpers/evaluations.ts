import type { Evaluation, LayerUnits } from '#lib/contracts/evaluation.ts'

/** Units of a layer: means 0, 1, 2 …, the last one dead. */
export function layerUnits(layer: string, units: number, dead = 1): LayerUnits {
  return {
    layer,
    mean: Array.from({ length: units }, (_, i) => i),
    activeShare: Array.from({ length: units }, (_, i) => (i < units - dead ? 0.5 : 0)),
    dead: Array.from({ length: units }, (_, i) => i >= units - dead),
  }
}

/** How a network of 2 inputs, 3 hidden units and 3 outputs does, as the API answers it. */
export function makeEvaluation(part: Partial<Evaluation> = {}): Evaluation {
  return {
    step: 100,
    epoch: 1,
    weights: 'a'.repeat(64),
    split: 'val',
    samples: 20,
    accuracy: 0.8,
    loss: 0.5,
    labels: ['cat', 'dog', 'owl'],
    confusion: [
      [5, 1, 0],
      [3, 6, 0],
      [0, 0, 5],
    ],
    confused: [
      { truth: 1, predicted: 0, count: 3 },
      { truth: 0, predicted: 1, count: 1 },
    ],
    undecided: 0,
    perClass: [
      { label: 0, precision: 0.625, recall: 5 / 6, f1: 0.71, support: 6 },
      { label: 1, precision: 6 / 7, recall: 6 / 9, f1: 0.75, support: 9 },
      { label: 2, precision: 1, recall: 1, f1: 1, support: 5 },
    ],
    mistakes: [
      { index: 7, label: 1, predicted: 0, confidence: 0.9, probabilities: [0.9, 0.05, 0.05] },
      { index: 3, label: 0, predicted: 1, confidence: 0.6, probabilities: [0.4, 0.6, 0] },
    ],
    units: [layerUnits('hidden_1', 3), layerUnits('output', 3, 0)],
    edges: [
      {
        from: 'input',
        to: 'hidden_1',
        fromUnits: [0, 1],
        toUnits: [0, 1, 2],
        weights: [
          { from: 0, to: 0, weight: -4 },
          { from: 1, to: 1, weight: 2 },
          { from: 0, to: 2, weight: 9 },
          { from: 1, to: 0, weight: 'NaN' },
        ],
      },
      {
        from: 'hidden_1',
        to: 'output',
        fromUnits: [0, 1, 2],
        toUnits: [0, 1, 2],
        weights: [{ from: 0, to: 2, weight: 0.5 }],
      },
    ],
    ...part,
  }
}
