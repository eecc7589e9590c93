import { type FrameBlock, firstSeq, lastSeq } from '#lib/series/frames.ts'
import type { Prisma, PrismaClient } from './client/client.ts'

/** Blocks as rows of the log. */
export function toChunks(
  runId: string,
  attempt: number,
  blocks: readonly FrameBlock[],
): Prisma.MetricChunkCreateManyInput[] {
  return blocks.map((block) => ({
    runId,
    attempt,
    firstSeq: firstSeq(block),
    lastSeq: lastSeq(block),
    keys: [...block.keys],
    payload: new Uint8Array(block.columns.buffer.slice(0) as ArrayBuffer),
  }))
}

/** The run's blocks that hold any of `keys` (all where absent) and a frame after `after`, by first `seq`. */
export async function readBlocks(
  prisma: PrismaClient,
  runId: string,
  after: number,
  keys: readonly string[] | undefined,
): Promise<FrameBlock[]> {
  const rows = await prisma.metricChunk.findMany({
    where: { runId, lastSeq: { gt: after }, ...(keys ? { keys: { hasSome: [...keys] } } : {}) },
    orderBy: { firstSeq: 'asc' },
    select: { keys: true, payload: true },
  })
  return rows.map(({ keys, payload }) => {
    // The driver's buffer need not start at a multiple of eight.
    const columns = new Float64Array(payload.slice().buffer)
    return { keys, columns, count: columns.length / (2 + keys.length) }
  })
}
