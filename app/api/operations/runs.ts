import { defineOperation } from '#app/api/operation.ts'
import { runPatchSchema, runRequestSchema, runSchema } from '#lib/contracts/run.ts'
import { runGroupsQuerySchema, runGroupsSchema } from '#lib/contracts/run-group.ts'
import { runListQuerySchema, runListSchema } from '#lib/contracts/run-list.ts'

const group = 'Runs'

export const listRuns = defineOperation({
  name: 'listRuns',
  method: 'GET',
  path: '/runs',
  group,
  summary: 'List runs',
  description: 'A page of the runs that fit every filter, newest first unless `sort` says otherwise.',
  query: runListQuerySchema,
  answer: runListSchema,
})

export const groupRuns = defineOperation({
  name: 'groupRuns',
  method: 'GET',
  path: '/runs/groups',
  group,
  summary: 'Group runs',
  description:
    'The runs that fit every filter, grouped by what they share: how many, and mean and spread of their best figures.',
  query: runGroupsQuerySchema,
  answer: runGroupsSchema,
})

export const createRun = defineOperation({
  name: 'createRun',
  method: 'POST',
  path: '/runs',
  group,
  summary: 'Queue a run',
  description:
    'Everything but `dataset` has a default; fields that do not exist are refused by name. Beyond the schema: a ' +
    'batch may not be larger than the training data, a loss has to fit the data, and a training that would take ' +
    'more memory than a run may is refused with its size.',
  body: runRequestSchema,
  example: {
    name: 'deep sigmoid',
    dataset: 'two_spirals',
    network: {
      hidden: [
        { units: 16, activation: 'sigmoid' },
        { units: 16, activation: 'sigmoid' },
      ],
    },
    optimizer: { name: 'momentum', learningRate: 0.05 },
    epochs: 20,
    tags: ['lesson'],
  },
  status: 201,
  answer: runSchema,
  creates: true,
  changes: true,
})

export const getRun = defineOperation({
  name: 'getRun',
  method: 'GET',
  path: '/runs/{id}',
  group,
  summary: 'Read a run',
  description: 'State, progress, best and last figures, verdicts, and of a completed run the receipt.',
  answer: runSchema,
})

export const updateRun = defineOperation({
  name: 'updateRun',
  method: 'PATCH',
  path: '/runs/{id}',
  group,
  summary: 'Change name, tags, notes or priority',
  description: 'Fields that are not given stay as they are.',
  body: runPatchSchema,
  example: { tags: ['lesson'], notes: 'It **learns**.' },
  answer: runSchema,
  changes: true,
})

export const deleteRun = defineOperation({
  name: 'deleteRun',
  method: 'DELETE',
  path: '/runs/{id}',
  group,
  summary: 'Delete a run that has ended',
  description:
    'It is out of sight at once, can be restored for an hour, and is then gone with all that it recorded.',
  status: 204,
  changes: true,
  problems: ['conflict'],
})

export const restoreRun = defineOperation({
  name: 'restoreRun',
  method: 'POST',
  path: '/runs/{id}/restore',
  group,
  summary: 'Bring a deleted run back',
  answer: runSchema,
  changes: true,
  problems: ['conflict'],
})
