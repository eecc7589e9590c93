import { type FrameBlock, firstSeq, lastSeq } from '#lib/series/frames.ts'
import type { RollupRow } from '#lib/series/rollups.ts'
import { Prisma } from './client/client.ts'

// How blocks and rollups lie in the database: numbers as float64 in the machine's order, column after column.

/** Blocks as the rows of a VALUES list: first and last `seq`, keys, number of frames, payload. */
export function toValues(blocks: readonly FrameBlock[]): Prisma.Sql {
  const rows = blocks.map(
    (block) =>
      Prisma.sql`(${firstSeq(block)}::int, ${lastSeq(block)}::int, ${[...block.keys]}::text[], ${block.count}::int, ${toBytes(block.columns)}::bytea)`,
  )
  return Prisma.sql`VALUES ${Prisma.join(rows)}`
}

/**
 * Rollups as rows: key, level, index, points, last `seq` and step, payload. However many there are, they take a few
 * parameters; all payloads are one.
 */
export function toRowValues(rollups: readonly RollupRow[]): Prisma.Sql {
  const numbers = (of: (row: RollupRow) => number): number[] => rollups.map(of)
  const packed = Buffer.concat(rollups.map(({ columns }) => toBytes(columns)))
  const bytes = numbers(({ columns }) => columns.byteLength)
  const starts = [1]
  for (const length of bytes) starts.push(starts.at(-1)! + length)
  return Prisma.sql`
    SELECT key, level, index, points, last_seq, last_step, substring(packed.payload FROM start FOR bytes)
    FROM (SELECT ${packed}::bytea AS payload) AS packed, unnest(${rollups.map(({ key }) => key)}::text[],
      ${numbers(({ level }) => level)}::int[], ${numbers(({ index }) => index)}::int[],
      ${numbers(({ points }) => points)}::int[], ${numbers(({ lastSeq }) => lastSeq)}::int[],
      ${numbers(({ lastStep }) => lastStep)}::int[], ${starts.slice(0, -1)}::int[], ${bytes}::int[])
      AS row(key, level, index, points, last_seq, last_step, start, bytes)`
}

function toBytes({ buffer, byteOffset, byteLength }: Float64Array): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)
}

/** The numbers of a payload. */
function toNumbers(payload: Uint8Array): Float64Array {
  // A driver's buffer need not start at a multiple of eight; of a Buffer, `slice` would copy nothing.
  return new Float64Array(new Uint8Array(payload).buffer)
}

/** A block of which some columns may have been left out. */
export function toBlock(keys: readonly string[], payload: Uint8Array): FrameBlock {
  const columns = toNumbers(payload)
  return { keys, columns, count: columns.length / (2 + keys.length) }
}

/** The columns of a rollup as the driver gives them. */
export interface RollupRecord {
  key: string
  level: number
  index: number
  points: number
  last_seq: number
  last_step: number
  payload: Uint8Array
}

export function toRollup(record: RollupRecord): RollupRow {
  const { key, level, index, points, last_seq: lastSeq, last_step: lastStep, payload } = record
  return { key, level, index, points, lastSeq, lastStep, columns: toNumbers(payload) }
}
