import { defineOperation } from '#app/api/operation.ts'
import {
  actionRequestSchema,
  bulkAnswerSchema,
  bulkRequestSchema,
  forkRequestSchema,
  learningRateRequestSchema,
} from '#lib/contracts/control.ts'
import { runSchema } from '#lib/contracts/run.ts'
import { runEventListSchema } from '#lib/contracts/run-event.ts'

const group = 'Control'

/** What is asked of a run and answered at once, though a running one does it at the end of its present step. */
const action = (verb: string, summary: string, description: string) =>
  defineOperation({
    name: `${verb}Run`,
    method: 'POST',
    path: `/runs/{id}/${verb}`,
    group,
    summary,
    description,
    body: actionRequestSchema,
    example: { reason: 'Make room for the demo' },
    bodyOptional: true,
    status: 202,
    answer: runSchema,
    changes: true,
    problems: ['conflict'],
  })

export const pauseRun = action(
  'pause',
  'Pause a run',
  'A running one takes a checkpoint and gives its thread back; a queued one waits. Until then `requested` is `pause`.',
)
export const resumeRun = action(
  'resume',
  'Resume a paused run',
  'It goes back into the queue, and on where it was.',
)
export const stopRun = action(
  'stop',
  'Stop a run',
  'For good, unless it is retried. It keeps what it recorded.',
)
export const retryRun = action(
  'retry',
  'Retry a run that failed or was stopped',
  'It goes back into the queue, and on from its newest checkpoint.',
)

export const setLearningRate = defineOperation({
  name: 'setLearningRate',
  method: 'POST',
  path: '/runs/{id}/learning-rate',
  group,
  summary: 'Set the learning rate of a run',
  description:
    'It applies at one of the next steps, times what the schedule says, and is part of the receipt. The run tells ' +
    'which step it was in `learningRateChanges`.',
  body: learningRateRequestSchema,
  example: { learningRate: 0.01 },
  status: 202,
  answer: runSchema,
  changes: true,
  problems: ['conflict'],
})

export const forkRun = defineOperation({
  name: 'forkRun',
  method: 'POST',
  path: '/runs/{id}/fork',
  group,
  summary: 'Fork a run',
  description:
    'Queues a run that goes on from a checkpoint of this one under a config that differs in part. What cannot be ' +
    'carried over, like another layer width, is a 409 that says why.',
  body: forkRequestSchema,
  example: { config: { optimizer: { learningRate: 0.01 } } },
  bodyOptional: true,
  status: 201,
  answer: runSchema,
  creates: true,
  changes: true,
  problems: ['conflict'],
})

export const replayRun = defineOperation({
  name: 'replayRun',
  method: 'POST',
  path: '/runs/{id}/replay',
  group,
  summary: 'Replay a completed run',
  description:
    'Queues the same training again; at its end `replay` says whether it came out identical, or where it first differs.',
  status: 202,
  answer: runSchema,
  creates: true,
  changes: true,
  problems: ['conflict'],
})

export const listEvents = defineOperation({
  name: 'listEvents',
  method: 'GET',
  path: '/runs/{id}/events',
  group,
  summary: 'What happened to a run',
  description:
    'In order: every state that it came into, every pause and stop that was asked for, every learning rate and ' +
    'priority that was set; who, when and why.',
  answer: runEventListSchema,
})

export const changeRuns = defineOperation({
  name: 'changeRuns',
  method: 'POST',
  path: '/runs/bulk',
  group,
  summary: 'The same with several runs',
  description:
    '`tag` puts tags on them and takes others off. Each run has an answer of its own, in the order of the request; one that fails holds up none of the others.',
  body: bulkRequestSchema,
  example: { action: 'stop', ids: ['4f2k9x0c81mzq7a3'] },
  answer: bulkAnswerSchema,
  changes: true,
})
