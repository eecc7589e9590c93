import type { Evaluation } from '#lib/contracts/evaluation.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import { labelsOf } from '#lib/datasets/catalogue.ts'
import type { InspectedBatch } from '#lib/nn/inspector.ts'
import { classOf, classThreshold } from '#lib/nn/losses.ts'
import type { Samples } from '#lib/nn/spec.ts'
import { Confusions } from './confusions.ts'
import { strongestEdges } from './edges.ts'
import type { LoadedNetwork } from './loaded-network.ts'
import { Mistakes } from './mistakes.ts'
import { UnitTally } from './unit-tally.ts'

/** How a network does on the held-out samples, in the order and the batches of a training's own evaluation. */
export function evaluateNetwork({ network, spec, inspector }: LoadedNetwork, val: Samples): Evaluation {
  const { step, epoch, weights, config } = network
  const labels = labelsOf(config.dataset)
  const confusions = new Confusions(labels.length)
  const mistakes = new Mistakes(labels.length)
  const tallies = inspector.layers.map((layer, i) => new UnitTally(layer, i, inspector.aliveAbove[i]!))
  const threshold = classThreshold(spec.output)
  let loss = 0
  let correct = 0

  function judge(batch: InspectedBatch): void {
    const output = inspector.layers.length - 1
    const logits = batch.preActivations(output)
    const outputs = batch.activations(output)
    for (let row = 0; row < batch.count; row++) {
      const index = batch.start + row
      const truth = val.labels[index]!
      const predicted = classOf(logits.values, logits.at + row * logits.stride, logits.units, threshold)
      confusions.add(truth, predicted)
      if (predicted >= 0 && predicted !== truth) mistakes.add(index, truth, predicted, outputs, row)
    }
  }

  inspector.inspect(val, (batch) => {
    loss += batch.lossSum
    correct += batch.correct
    judge(batch)
    for (const tally of tallies) tally.add(batch)
  })
  return {
    step,
    epoch,
    weights,
    split: 'val',
    samples: val.count,
    accuracy: correct / val.count,
    loss: encodeValue(loss / val.count),
    labels,
    ...confusions.report(),
    mistakes: mistakes.report(),
    units: tallies.map((tally) => tally.report()),
    edges: strongestEdges(inspector, spec),
  }
}
