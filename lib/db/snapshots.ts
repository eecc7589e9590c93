import type { Snapshot } from '#lib/contracts/diagnostics.ts'
import type { PrismaClient } from './client/client.ts'

/** The run's newest snapshot, of those at or before `upTo` where it is given, and every step that has one. */
export async function readSnapshots(
  prisma: PrismaClient,
  runId: string,
  upTo: number | undefined,
): Promise<{ newest: Snapshot | null; steps: number[] }> {
  const all = await prisma.diagnosticSnapshot.findMany({
    where: { runId },
    select: { step: true },
    orderBy: { step: 'asc' },
  })
  const steps = all.map(({ step }) => step)
  const step = steps.findLast((each) => upTo === undefined || each <= upTo)
  if (step === undefined) return { newest: null, steps }
  const row = await prisma.diagnosticSnapshot.findUnique({ where: { runId_step: { runId, step } } })
  if (!row) return { newest: null, steps: [] }
  const layers = row.layers as unknown as Snapshot['layers']
  return { newest: { step, epoch: row.epoch, layers }, steps }
}
