import { isDeepStrictEqual } from 'node:util'
import type { RunConfig } from '#lib/contracts/run.ts'
import { describeState, type SavedTensor, type Trainer } from '#lib/nn/network.ts'
import { createRandom } from '#lib/nn/random.ts'
import { nothingRead } from '#lib/nn/verdicts.ts'
import { toNetworkSpec } from '#lib/runs/network-spec.ts'
import type { TrainingState } from './checkpoint.ts'
import { noSums, type RecorderState } from './recorder.ts'
import { batchOrderStream } from './training.ts'

/** The run that is forked, and the fork with a trainer that was just created for its config. */
interface Parts {
  parent: { state: TrainingState; config: RunConfig }
  config: RunConfig
  trainer: Trainer
}

/**
 * The state that a fork begins with. Its weights go on from the parent's, and so does all else as far as it means the
 * same under the fork's config; with the parent's own config the fork comes to the parent's weights. Its log, its
 * diagnosis and its patience are its own.
 * @throws Error where weights cannot be carried over, or where the order of an epoch that goes on would change
 */
export function forkState({ parent, config, trainer }: Parts): TrainingState {
  const { state, config: before } = parent
  const sameSamples = before.seed === config.seed && before.dataset === config.dataset
  if (state.position > 0 && !(sameSamples && before.batchSize === config.batchSize)) {
    throw new Error(
      'The seed, the dataset and the batch size of a fork can change only at the end of an epoch',
    )
  }
  const fresh = trainer.save()
  const sameLosses = before.dataset === config.dataset && sameOutput(before, config)
  const samePatience = sameLosses && isDeepStrictEqual(before.earlyStopping, config.earlyStopping)
  return {
    step: state.step,
    begunAt: state.step,
    epoch: state.epoch,
    position: state.position,
    order: sameSamples ? state.order : [...createRandom(config.seed, batchOrderStream).save()],
    trainer: {
      values: carryTensors({ parent, config, values: fresh.values }),
      noise: sameSamples ? state.trainer.noise : fresh.noise,
      powers: before.optimizer.name === config.optimizer.name ? state.trainer.powers : fresh.powers,
    },
    recorder: ownLog(state.recorder, sameLosses),
    diagnosis: nothingRead,
    earlyStopping: samePatience ? state.earlyStopping : null,
    nonFinite: false,
    enough: false,
  }
}

/** Sums of losses go on where they are sums of the same thing. */
function ownLog({ deadUnits, sinceReading, sinceEpoch }: RecorderState, sameLosses: boolean): RecorderState {
  return sameLosses
    ? { seq: 0, deadUnits, sinceReading, sinceEpoch }
    : { seq: 0, deadUnits, sinceReading: noSums, sinceEpoch: noSums }
}

function sameOutput(before: RunConfig, config: RunConfig): boolean {
  return isDeepStrictEqual(toNetworkSpec(before).output, toNetworkSpec(config).output)
}

/**
 * The fork's first values, over which the parent's are laid tensor by tensor: what only the fork has keeps its first
 * value, what only the parent had is left out. The optimizer's state goes along where it is that of the same one.
 */
function carryTensors({
  parent,
  config,
  values,
}: Pick<Parts, 'parent' | 'config'> & { values: Float32Array<ArrayBuffer> }): Float32Array<ArrayBuffer> {
  const before = describe(parent.config)
  const after = describe(config)
  assertSameShapes(before, after)
  const old = parent.state.trainer.values
  if (old.length !== lengthOf(before)) {
    throw new Error('The checkpoint does not fit the config of the run that took it')
  }
  const sameOptimizer = parent.config.optimizer.name === config.optimizer.name
  for (const [name, { start, size, states }] of after) {
    const from = before.get(name)
    if (!from) continue
    const carried = sameOptimizer && from.states === states ? states : 0
    values.set(old.subarray(from.start, from.start + size * (1 + carried)), start)
  }
  return values
}

function describe(config: RunConfig): Map<string, SavedTensor> {
  return new Map(describeState(toNetworkSpec(config), config).map((tensor) => [tensor.name, tensor]))
}

function lengthOf(tensors: Map<string, SavedTensor>): number {
  return [...tensors.values()].reduce((sum, { size, states }) => sum + size * (1 + states), 0)
}

/** Every tensor that both have, and all weights and biases, which both must have. */
function assertSameShapes(before: Map<string, SavedTensor>, after: Map<string, SavedTensor>): void {
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [had, has] = [before.get(name), after.get(name)]
    if (had && has ? isDeepStrictEqual(had.shape, has.shape) : !/\/(weights|biases)$/.test(name)) continue
    throw new Error(
      `${name} cannot be carried over: ${shapeOf(had)} in the checkpoint, ${shapeOf(has)} in the fork`,
    )
  }
}

function shapeOf(tensor: SavedTensor | undefined): string {
  return tensor ? tensor.shape.join(' × ') : 'absent'
}
