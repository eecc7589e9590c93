import { createHash } from 'node:crypto'
import type { EarlyStoppingState } from '#lib/nn/early-stopping.ts'
import type { Trainer, TrainerState } from '#lib/nn/network.ts'
import type { DiagnosisState } from '#lib/nn/verdicts.ts'
import type { RecorderState } from './recorder.ts'

/** Everything that the rest of a training depends on. */
export interface TrainingState {
  /** Steps done. */
  step: number
  /** Of them those that another run did, of which this one is a fork; 0 where it is none. */
  begunAt: number
  /** The epoch that goes on, from 1, and the samples of its order that are done. */
  epoch: number
  position: number
  /** State of the batch order's generator at the epoch's start. */
  order: number[]
  trainer: TrainerState
  recorder: RecorderState
  diagnosis: DiagnosisState
  earlyStopping: EarlyStoppingState | null
  /** Whether a NaN or an infinity was reported already. */
  nonFinite: boolean
  /** Whether early stopping has ended the training. */
  enough: boolean
}

const format = 'actoscope checkpoint 2'

/** Bytes of one state: the length of the header, the header as JSON, then the tensors as they lie in memory. */
export function encodeCheckpoint(state: TrainingState): Uint8Array<ArrayBuffer> {
  const { values, ...trainer } = state.trainer
  const header = Buffer.from(JSON.stringify({ format, ...state, trainer }))
  const start = tensorStart(header.length)
  const bytes = new Uint8Array(start + values.byteLength)
  new DataView(bytes.buffer).setUint32(0, header.length, true)
  bytes.set(header, 4)
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start)
  return bytes
}

/** The inverse of `encodeCheckpoint`; null where another version wrote the bytes, so that the training begins anew. */
export function decodeCheckpoint(bytes: Uint8Array): TrainingState | null {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + 4, length).toString()
  const { format: found, ...state } = JSON.parse(text)
  if (found !== format) return null
  // A copy, so that the numbers lie aligned; not by `slice`, which in a Buffer copies nothing.
  const values = new Float32Array(new Uint8Array(bytes.subarray(tensorStart(length))).buffer)
  return { ...state, trainer: { ...state.trainer, values } }
}

/** Behind the header, where float32 numbers may begin. */
function tensorStart(headerLength: number): number {
  return Math.ceil((4 + headerLength) / 4) * 4
}

/** sha-256 in hex of all tensors of a network. */
export function hashParameters(trainer: Trainer): string {
  const hash = createHash('sha256')
  for (const { buffer, byteOffset, byteLength } of trainer.parameters()) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength))
  }
  return hash.digest('hex')
}
