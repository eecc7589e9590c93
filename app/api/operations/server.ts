import { z } from 'zod'
import { defineOperation } from '#app/api/operation.ts'
import { activationListSchema } from '#lib/contracts/activation.ts'
import { queueSchema } from '#lib/contracts/queue.ts'
import { settingsPatchSchema, settingsSchema } from '#lib/contracts/settings.ts'

const group = 'Server'

export const getQueue = defineOperation({
  name: 'getQueue',
  method: 'GET',
  path: '/queue',
  group,
  summary: 'What waits, and in what order',
  description:
    'Between members by turns, within a member by priority, then by time. Runs that wait for another are not in it.',
  answer: queueSchema,
})

export const getSettings = defineOperation({
  name: 'getSettings',
  method: 'GET',
  path: '/settings',
  group,
  summary: 'Read the settings',
  answer: settingsSchema,
})

export const updateSettings = defineOperation({
  name: 'updateSettings',
  method: 'PATCH',
  path: '/settings',
  group,
  summary: 'Change the settings',
  description: 'They apply at once, and outlive the server. What is not given stays as it is.',
  body: settingsPatchSchema,
  example: { retention: { thinAfterDays: 30 } },
  answer: settingsSchema,
  changes: true,
})

export const listActivations = defineOperation({
  name: 'listActivations',
  method: 'GET',
  path: '/activations',
  group,
  summary: 'Every activation',
  description: 'Formula, greatest slope, range, initializer, and where it comes from.',
  answer: activationListSchema,
})

export const getOpenApi = defineOperation({
  name: 'getOpenApi',
  method: 'GET',
  path: '/openapi.json',
  group,
  summary: 'This description',
  description: 'As an OpenAPI 3.1 document.',
  answer: z.looseObject({ openapi: z.string() }),
})
