import type { BlockSelection } from '#lib/runs/ports.ts'
import { type FrameBlock, firstSeq, lastSeq } from '#lib/series/frames.ts'
import { Prisma, type PrismaClient } from './client/client.ts'

/** Blocks as the rows of a VALUES list: first and last `seq`, keys, payload. */
export function toValues(blocks: readonly FrameBlock[]): Prisma.Sql {
  const rows = blocks.map((block) => {
    const { buffer, byteOffset, byteLength } = block.columns
    const payload = new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength)
    return Prisma.sql`(${firstSeq(block)}::int, ${lastSeq(block)}::int, ${[...block.keys]}::text[], ${payload}::bytea)`
  })
  return Prisma.sql`VALUES ${Prisma.join(rows)}`
}

/** The run's selected blocks that hold a frame after `after`, by first `seq`. */
export async function readBlocks(
  prisma: PrismaClient,
  runId: string,
  after: number,
  { keys, upTo }: BlockSelection,
): Promise<FrameBlock[]> {
  const rows = await prisma.metricChunk.findMany({
    where: {
      runId,
      lastSeq: { gt: after },
      ...(upTo === undefined ? {} : { firstSeq: { lte: upTo } }),
      ...(keys ? { keys: { hasSome: [...keys] } } : {}),
    },
    orderBy: { firstSeq: 'asc' },
    select: { keys: true, payload: true },
  })
  return rows.map(({ keys, payload }) => {
    // The driver's buffer need not start at a multiple of eight.
    const columns = new Float64Array(payload.slice().buffer)
    return { keys, columns, count: columns.length / (2 + keys.length) }
  })
}
