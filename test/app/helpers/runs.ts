import { type Run, type RunRequest, runRequestSchema } from '#lib/contracts/run.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import type { VerdictName } from '#lib/nn/names.ts'

/** A verdict as the API answers it, with what a test cares about put in. */
export function makeVerdict(name: VerdictName, part: Partial<Verdict> = {}): Verdict {
  return {
    name,
    layer: null,
    step: 250,
    lastStep: 400,
    rule: `the rule of ${name}`,
    threshold: 0.4,
    value: 0.5,
    evidence: {},
    message: `what ${name} means`,
    suggestion: 'what to try',
    ...part,
  }
}

/** A run as the API answers it, with what a test cares about put in. */
export function makeRun(part: Partial<Run> = {}, request: Partial<RunRequest> = {}): Run {
  const { name, after: _, ...config } = runRequestSchema.parse({ dataset: 'mnist', ...request })
  return {
    id: 'aaaaaaaaaaaaaaa0',
    name: name ?? 'calm-relu-1',
    state: 'running',
    attempt: 1,
    config,
    progress: { step: 0, steps: 4690, epoch: 0, epochs: 5, samplesPerSecond: null, etaSeconds: null },
    summary: {},
    verdicts: [],
    error: null,
    receipt: null,
    tags: [],
    notes: '',
    priority: 0,
    createdBy: null,
    createdAt: '2026-11-23T10:00:00.000Z',
    startedAt: null,
    endedAt: null,
    url: '/runs/aaaaaaaaaaaaaaa0',
    memoryBytes: null,
    replay: null,
    seq: 0,
    rawPoints: 'all',
    requested: null,
    after: null,
    fork: null,
    learningRateChanges: [],
    ...part,
  }
}
