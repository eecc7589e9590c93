import type { HistogramName, HistogramSeries, Snapshot } from '#lib/contracts/diagnostics.ts'
import type { PrismaClient } from './client/client.ts'

/** Every step of the run that has a snapshot, ascending. */
export async function readSnapshotSteps(prisma: PrismaClient, runId: string): Promise<number[]> {
  const all = await prisma.diagnosticSnapshot.findMany({
    where: { runId },
    select: { step: true },
    orderBy: { step: 'asc' },
  })
  return all.map(({ step }) => step)
}

/** The run's newest snapshot, of those at or before `upTo` where it is given, and every step that has one. */
export async function readSnapshots(
  prisma: PrismaClient,
  runId: string,
  upTo: number | undefined,
): Promise<{ newest: Snapshot | null; steps: number[] }> {
  const steps = await readSnapshotSteps(prisma, runId)
  const step = steps.findLast((each) => upTo === undefined || each <= upTo)
  if (step === undefined) return { newest: null, steps }
  const row = await prisma.diagnosticSnapshot.findUnique({ where: { runId_step: { runId, step } } })
  if (!row) return { newest: null, steps: [] }
  const layers = row.layers as unknown as Snapshot['layers']
  return { newest: { step, epoch: row.epoch, layers }, steps }
}

/** One kind of histogram of one layer, of those of the steps that have it, ascending; the rest is not read out. */
export function readHistograms(
  prisma: PrismaClient,
  runId: string,
  layer: string,
  name: HistogramName,
  steps: readonly number[],
): Promise<HistogramSeries['items']> {
  return prisma.$queryRaw<HistogramSeries['items']>`
    SELECT step, epoch, each -> 'histograms' -> ${name} AS histogram
    FROM diagnostic_snapshot, jsonb_array_elements(layers) AS each
    WHERE run_id = ${runId} AND step = ANY(${[...steps]}) AND each ->> 'name' = ${layer}
    ORDER BY step`
}
