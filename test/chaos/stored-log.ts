import type { Site } from './site.ts'

/** A frame as it lies in the database. */
export interface StoredFrame {
  seq: number
  step: number
  keys: string[]
  values: number[]
}

interface Chunk {
  keys: string[]
  count: number
  payload: Buffer
}

/**
 * A run's whole log, read past the product: chunk by chunk, in order of `seq`.
 * @throws where a seq is missing or there twice
 */
export async function readStoredLog(site: Site, runId: string): Promise<StoredFrame[]> {
  const chunks = await site.query<Chunk>(
    'SELECT keys, count, payload FROM metric_chunk WHERE run_id = $1 ORDER BY first_seq',
    [runId],
  )
  const frames = chunks.flatMap(toFrames).sort((a, b) => a.seq - b.seq)
  const wrong = frames.findIndex(({ seq }, i) => seq !== i + 1)
  if (wrong >= 0) {
    throw new Error(`Run ${runId}: frame ${wrong + 1} of the log has seq ${frames[wrong]!.seq}`)
  }
  return frames
}

/** Columns of float64: seq, step, then one for each key. */
function toFrames({ keys, count, payload }: Chunk): StoredFrame[] {
  const at = (column: number, i: number) => payload.readDoubleLE(8 * (column * count + i))
  return Array.from({ length: count }, (_, i) => ({
    seq: at(0, i),
    step: at(1, i),
    keys,
    values: keys.map((_key, column) => at(2 + column, i)),
  }))
}

/** What two frames differ in; null where they are the same bit for bit, NaN included. */
export function differenceOf(a: StoredFrame, b: StoredFrame): string | null {
  const same =
    a.seq === b.seq &&
    a.step === b.step &&
    a.keys.join() === b.keys.join() &&
    a.values.every((value, i) => Object.is(value, b.values[i]))
  return same ? null : `${JSON.stringify(a)} and ${JSON.stringify(b)}`
}
