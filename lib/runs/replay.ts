import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { Replay, Run } from '#lib/contracts/run.ts'
import { type FrameBlock, seqOf, stepOf } from '#lib/series/frames.ts'
import type { Comparison, RunStore } from './ports.ts'

type Difference = NonNullable<Replay['firstDifference']>
type Receipt = NonNullable<Run['receipt']>

/** Frames of each log that are compared at once: a few megabytes of the widest network. */
const windowFrames = 4096

/** What a training leaves behind. */
export interface Trace {
  receipt: Receipt
  /** Hashes of the weights at the ends of epochs, in order of steps. */
  epochEnds: readonly { step: number; weights: string }[]
  /** Whether the log holds all frames: retention may have taken some. */
  whole: boolean
  /** Of the log's last frame. */
  lastSeq: number
  /** The log's blocks with frames after `after` and up to `upTo`. */
  blocks(after: number, upTo: number): Promise<readonly FrameBlock[]>
}

/**
 * Compares a replay that has just completed, with this receipt, with the run that it repeats. A run that is gone
 * is the difference `run`, and identity stays open.
 */
export async function compareWithOriginal(
  store: RunStore,
  { of, id }: { of: string; id: string },
  receipt: Receipt,
): Promise<Comparison> {
  const original = await store.find(of)
  if (original?.receipt) {
    const second = await readTrace(store, { id, rawPoints: 'all' }, receipt)
    const comparison = await compareTraces(await readTrace(store, original, original.receipt), second)
    if (comparison.identical) return comparison
    // What was deleted or thinned meanwhile has lost frames, which is no difference.
    const still = await store.find(of)
    if (still && still.rawPoints === original.rawPoints) return comparison
    if (still) return compareTraces(await readTrace(store, still, original.receipt), second)
  }
  const firstDifference = { step: null, key: 'run', original: null, replayed: null }
  return { identical: null, firstDifference }
}

async function readTrace(
  store: RunStore,
  { id, rawPoints }: Pick<Run, 'id' | 'rawPoints'>,
  receipt: Receipt,
): Promise<Trace> {
  const epochEnds = (await store.checkpoints(id)).filter(({ epochEnd }) => epochEnd)
  const lastSeq = (await store.lastSeq(id)) ?? 0
  return {
    receipt,
    epochEnds,
    whole: rawPoints === 'all',
    lastSeq,
    blocks: (after, upTo) => store.blocks(id, after, upTo),
  }
}

/**
 * Finds where two trainings first differ, bit for bit: in what they began with, then step by step in the weights
 * at ends of epochs and, where both logs hold all frames, in every recorded value, then in what they ended with. NaN
 * equals NaN.
 */
export async function compareTraces(original: Trace, replayed: Trace): Promise<Comparison> {
  const inReceipt = (key: keyof Receipt): Difference | null =>
    difference(null, key, original.receipt[key], replayed.receipt[key])
  const sameWeights = original.receipt.weights === replayed.receipt.weights
  const firstDifference =
    inReceipt('config') ??
    inReceipt('data') ??
    (sameWeights ? null : inReceipt('kernels')) ??
    (await compareSteps(original, replayed)) ??
    inReceipt('weights') ??
    inReceipt('summary')
  const weightsOnly = original.whole && replayed.whole ? {} : ({ weightsOnly: true } as const)
  return { identical: firstDifference === null, firstDifference, ...weightsOnly }
}

/** Of a step at which both differ, the frame is told: it was recorded first. */
async function compareSteps(original: Trace, replayed: Trace): Promise<Difference | null> {
  const weights = compareEpochEnds(original, replayed)
  if (!original.whole || !replayed.whole) return weights
  const lastSeq = Math.max(original.lastSeq, replayed.lastSeq)
  for (let after = 0; after < lastSeq; after += windowFrames) {
    const upTo = Math.min(after + windowFrames, lastSeq)
    const blocks = await Promise.all([original.blocks(after, upTo), replayed.blocks(after, upTo)])
    const frame = compareFrames(...blocks, after, upTo)
    if (frame) return weights && weights.step! < frame.step! ? weights : frame
  }
  return weights
}

/** Only steps at which both have a checkpoint: a run from before there were any has none. */
function compareEpochEnds(original: Trace, replayed: Trace): Difference | null {
  const hashes = new Map(original.epochEnds.map(({ step, weights }) => [step, weights]))
  for (const { step, weights } of replayed.epochEnds) {
    const found = difference(step, 'weights', hashes.get(step) ?? weights, weights)
    if (found) return found
  }
  return null
}

function compareFrames(
  original: readonly FrameBlock[],
  replayed: readonly FrameBlock[],
  after: number,
  upTo: number,
): Difference | null {
  const [first, second] = [placeFrames(original, after, upTo), placeFrames(replayed, after, upTo)]
  for (let i = 0; i < upTo - after; i++) {
    const found = compareFrame(first[i], second[i])
    if (found) return found
  }
  return null
}

interface Place {
  block: FrameBlock
  index: number
}

/** Where each frame from `after` on lies, in order of `seq`: how frames are grouped into blocks follows no rule. */
function placeFrames(blocks: readonly FrameBlock[], after: number, upTo: number): (Place | undefined)[] {
  const places: (Place | undefined)[] = Array.from({ length: upTo - after })
  for (const block of blocks) {
    for (let index = 0; index < block.count; index++) {
      const seq = seqOf(block, index)
      if (seq > after && seq <= upTo) places[seq - after - 1] = { block, index }
    }
  }
  return places
}

function compareFrame(original: Place | undefined, replayed: Place | undefined): Difference | null {
  const present = original ?? replayed
  if (!present) return null
  const step = stepOf(present.block, present.index)
  if (original && replayed) {
    const found = difference(step, 'step', step, stepOf(replayed.block, replayed.index))
    if (found) return found
  }
  for (const { block } of [present, replayed ?? present]) {
    for (let column = 0; column < block.keys.length; column++) {
      const key = block.keys[column]!
      const found = difference(step, key, readValue(original, key, column), readValue(replayed, key, column))
      if (found) return found
    }
  }
  return null
}

/** Null where the frame is missing or has no such key, which usually is the one in that column. */
function readValue(place: Place | undefined, key: string, column: number): number | null {
  if (!place) return null
  const { keys, columns, count } = place.block
  const own = keys[column] === key ? column : keys.indexOf(key)
  return own < 0 ? null : columns[(2 + own) * count + place.index]!
}

type Compared = number | string | null

function difference(
  step: number | null,
  key: string,
  original: Compared,
  replayed: Compared,
): Difference | null {
  if (Object.is(original, replayed)) return null
  return { step, key, original: encode(original), replayed: encode(replayed) }
}

const encode = (value: Compared): Difference['original'] =>
  typeof value === 'number' ? encodeValue(value) : value
