import type { RunEvent } from '#lib/contracts/run-event.ts'
import type { Act } from '#lib/runs/ports.ts'
import type { Prisma, PrismaClient, RunEvent as RunEventRow, Run as RunRow } from './client/client.ts'

/** What happened; the run's attempt and step, who and why are added. */
export type Happening =
  | { kind: 'state' }
  | { kind: 'request'; request: 'pause' | 'stop' }
  | { kind: 'learning_rate'; learningRate: number }
  | { kind: 'priority'; priority: number }

/** Writes down what has just happened to a run, in the transaction that did it; answers the event's id. */
export async function recordEvent(
  tx: Prisma.TransactionClient,
  row: Pick<RunRow, 'id' | 'state' | 'attempt' | 'step'>,
  happening: Happening,
  { by, asked, reason }: Act,
): Promise<number> {
  // The step of a learning rate is known once it applies.
  const step = happening.kind === 'learning_rate' ? null : row.step
  const state = happening.kind === 'state' ? row.state : null
  const { id } = await tx.runEvent.create({
    data: { ...happening, runId: row.id, attempt: row.attempt, step, state, by, asked, reason },
    select: { id: true },
  })
  return id
}

/** What happened to a run, in order. */
export async function listEvents(prisma: PrismaClient, runId: string): Promise<RunEvent[]> {
  const rows = await prisma.runEvent.findMany({ where: { runId }, orderBy: { id: 'asc' } })
  return rows.map(toEvent)
}

function toEvent({ runId: _, at, kind, request, ...rest }: RunEventRow): RunEvent {
  return {
    ...rest,
    at: at.toISOString(),
    kind: kind as RunEvent['kind'],
    request: request as RunEvent['request'],
  }
}
