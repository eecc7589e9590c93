import { isDeepStrictEqual } from 'node:util'
import type { Metrics } from '#lib/contracts/metric.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { RunEvent, RunEventList } from '#lib/contracts/run-event.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { toBuckets } from '#lib/series/buckets.ts'
import type { Entry, Journal } from './journal.ts'
import type { References } from './references.ts'
import { insist } from './requests.ts'
import type { Site } from './site.ts'
import { differenceOf, readStoredLog, type StoredFrame } from './stored-log.ts'
import { curvesOf, type Viewer } from './viewers.ts'

const fewPoints = 100

/**
 * Whether everything that was acknowledged up to now is there; complains to the journal where it is not. A run of which
 * neither the rows nor what was heard have changed in number since the last time is passed over, unless all are wanted.
 * Answers how many were looked through.
 */
export async function audit(site: Site, journal: Journal, { all = false } = {}): Promise<number> {
  let looked = 0
  for (const entry of journal.entries.values()) {
    if (entry.deleted) continue
    const outline = `${JSON.stringify(await readOutline(site, entry.id))} ${outlineOf(journal, entry)}`
    if (outline === entry.audited && !all) continue
    await auditRun(site, journal, entry)
    entry.audited = outline
    looked++
  }
  return looked
}

/**
 * Whether the logs hold every frame that was seen. To be asked of a database whose server is dead: a server would write
 * again by itself what was shown too early.
 */
export async function auditLogs(site: Site, journal: Journal): Promise<void> {
  for (const { id } of journal.entries.values()) {
    const heard = journal.frames(id)
    const [run] = await site.query<{ state: string }>('SELECT state FROM run WHERE id = $1', [id])
    if (run?.state !== 'running') continue
    auditFrames(heard, await readStoredLog(site, id), (text) => journal.complain(`Run ${id}: ${text}`))
  }
}

/** How much there is of a run. */
function readOutline(site: Site, id: string): Promise<object[]> {
  return site.query(
    `SELECT name, priority, state, attempt, last_seq,
      (SELECT sum(count)::int FROM metric_chunk WHERE run_id = id) AS frames,
      (SELECT count(*)::int FROM run_event WHERE run_id = run.id) AS events
    FROM run WHERE id = $1`,
    [id],
  )
}

function outlineOf(journal: Journal, { id, name, priority, reasons }: Entry): string {
  return JSON.stringify([
    name,
    priority,
    reasons.length,
    journal.frames(id).length,
    journal.states(id).length,
  ])
}

async function auditRun(site: Site, journal: Journal, entry: Entry): Promise<void> {
  const { id, name, priority, reasons } = entry
  const complain = (text: string) => journal.complain(`Run ${id}: ${text}`)
  // First what was heard, then what there is: meanwhile it only gets more.
  const heard = { frames: journal.frames(id), states: journal.states(id) }
  const { status, body: run } = await insist<Run>(site, { method: 'GET', path: `/runs/${id}` })
  if (status !== 200) return complain(`it was acknowledged, and is answered with ${status}`)
  if (run.name !== name || run.priority !== priority) {
    complain(`it was to be ${name}, ${priority}; it is ${run.name}, ${run.priority}`)
  }
  const events = await readEvents(site, id)
  for (const reason of reasons) {
    if (!events.some((event) => event.reason === reason)) complain(`nothing is known of "${reason}"`)
  }
  for (const { attempt, state } of [...heard.states, run]) {
    const known = events.some((event) => event.state === state && event.attempt === attempt)
    if (!known) complain(`it was ${state} in attempt ${attempt}; its events do not say so`)
  }
  for (const wrong of illegalSteps(events)) complain(wrong)
  auditFrames(heard.frames, await readStoredLog(site, id), complain)
}

function auditFrames(
  heard: ReturnType<Journal['frames']>,
  stored: readonly StoredFrame[],
  complain: (text: string) => void,
): void {
  for (const { seq, step, keys, values } of heard) {
    const frame = stored[seq - 1]
    const found = frame && { step: frame.step, keys: frame.keys, values: frame.values.map(encodeValue) }
    if (!isDeepStrictEqual(found, { step, keys, values }))
      complain(`frame ${seq} was seen, and is not in the log`)
  }
}

async function readEvents(site: Site, id: string): Promise<RunEvent[]> {
  const { body } = await insist<RunEventList>(site, { method: 'GET', path: `/runs/${id}/events` })
  return body.items
}

/** An end stays until somebody asks for more; attempts are counted one by one. */
function illegalSteps(events: readonly RunEvent[]): string[] {
  const states = events.filter(({ kind }) => kind === 'state')
  return states.slice(1).flatMap((event, i) => {
    const before = states[i]!
    const revived = endedStates.includes(before.state!) && event.state !== before.state && !event.asked
    const jumped = event.attempt - before.attempt !== (event.state === 'running' ? 1 : 0)
    if (!revived && !jumped) return []
    return [`${before.state} (${before.attempt}) was followed by ${event.state} (${event.attempt})`]
  })
}

/** What became of a run, and how often it went on from a checkpoint. */
export interface Judgement {
  run: Run
  frames: number
  attempts: number
  resumes: number
}

/** Whether a run that has completed came out as if nobody had disturbed it. */
export async function judge(
  site: Site,
  journal: Journal,
  references: References,
  run: Run,
): Promise<Judgement> {
  const entry = journal.entries.get(run.id)!
  const complain = (text: string) => journal.complain(`Run ${run.id} (${run.name}): ${text}`)
  const frames = await readStoredLog(site, run.id)
  if (run.seq !== frames.length) complain(`its row counts ${run.seq} frames, its log ${frames.length}`)
  if (run.replay && run.replay.identical !== true) {
    const excused = run.replay.identical === null && journal.entries.get(run.replay.of)?.everDeleted
    if (!excused) complain(`a replay that is not identical: ${JSON.stringify(run.replay)}`)
  }
  if (entry.yardstick !== 'replay') {
    const { receipt, frames: expected } = references.get(entry.yardstick.reference)!
    if (!isDeepStrictEqual(run.receipt, receipt))
      complain(`its receipt is not ${entry.yardstick.reference}'s`)
    const wrong = expected.map((frame, i) => frames[i] && differenceOf(frame, frames[i])).find(Boolean)
    if (wrong || frames.length !== expected.length) {
      complain(`its log is not ${entry.yardstick.reference}'s: ${wrong ?? `${frames.length} frames`}`)
    }
  }
  await auditBuckets(site, run, frames, complain)
  const resumes = await auditResumes(site, run, complain)
  return { run, frames: frames.length, attempts: run.attempt, resumes }
}

/** Whether charts that are asked for few points get those of the log: rollups that were written on the way are in them. */
async function auditBuckets(
  site: Site,
  { id }: Run,
  frames: readonly StoredFrame[],
  complain: (text: string) => void,
): Promise<void> {
  const query = `maxPoints=${fewPoints}`
  const { body } = await insist<Metrics>(site, { method: 'GET', path: `/runs/${id}/metrics?${query}` })
  for (const [key, series] of Object.entries(body.series)) {
    const having = frames.filter(({ keys }) => keys.includes(key))
    const { steps, values, min, max, nans, total } = toBuckets(
      having.map(({ step }) => step),
      having.map(({ keys, values }) => values[keys.indexOf(key)]!),
      fewPoints,
    )
    const encoded = {
      values: values.map(encodeValue),
      min: min?.map(encodeValue),
      max: max?.map(encodeValue),
    }
    const { counts: _, ...answered } = { min: undefined, max: undefined, ...series }
    if (!isDeepStrictEqual(answered, { steps, ...encoded, ...(nans ? { nans } : {}), total }))
      complain(`its ${key} in few points is wrong`)
  }
}

/** Every attempt begins at the newest checkpoint that there was; answers how many did that had one. */
async function auditResumes(site: Site, { id }: Run, complain: (text: string) => void): Promise<number> {
  const checkpoints = await site.query<{ step: number; at: Date }>(
    'SELECT step, created_at AS at FROM checkpoint WHERE run_id = $1',
    [id],
  )
  let resumes = 0
  for (const { kind, state, at, reason, attempt } of await readEvents(site, id)) {
    if (kind !== 'state' || state !== 'running') continue
    const before = checkpoints.filter((checkpoint) => checkpoint.at.getTime() <= new Date(at).getTime())
    const newest = Math.max(-1, ...before.map(({ step }) => step))
    const expected = newest < 0 ? null : `from its checkpoint at step ${newest}`
    if (reason !== expected) complain(`attempt ${attempt} began ${reason}, not ${expected}`)
    if (reason !== null && attempt > 1) resumes++
  }
  return resumes
}

/** Whether the charts of everybody who watched show the log, no more and no less; waits a while for the last of it. */
export async function auditCharts(
  viewers: readonly Viewer[],
  journal: Journal,
  runId: string,
  frames: readonly StoredFrame[],
): Promise<void> {
  const expected = curvesOf(frames)
  for (const viewer of viewers) {
    const deadline = performance.now() + 15_000
    while (!isDeepStrictEqual(viewer.curves(runId), expected) && performance.now() < deadline) {
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    const shown = viewer.curves(runId)
    if (isDeepStrictEqual(shown, expected)) continue
    const count = (curves: typeof shown) =>
      Object.entries(curves).map(([key, { total }]) => `${key} ${total}`)
    journal.complain(
      `Run ${runId}: the ${viewer.name} shows ${count(shown).join(', ')}; the log holds ${count(expected).join(', ')}`,
    )
  }
}

/** Why a run that failed after three deaths should not have: it had got further meanwhile. Null where it is right. */
export async function wrongfulFailure(site: Site, { id, error }: Run): Promise<string | null> {
  if (!error?.startsWith('The worker died in each of 3 attempts')) return `it failed: ${error}`
  const [newest] = await site.query<{ at: Date }>(
    'SELECT created_at AS at FROM checkpoint WHERE run_id = $1 ORDER BY step DESC LIMIT 1',
    [id],
  )
  const since = newest?.at.toISOString() ?? ''
  const interruptions = (await readEvents(site, id)).filter(
    ({ state, asked, at }) => (state === 'queued' || state === 'failed') && !asked && at >= since,
  )
  return interruptions.length >= 3 ? null : `it failed though it had got further: ${error}`
}
