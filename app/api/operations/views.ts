import { defineOperation } from '#app/api/operation.ts'
import { viewRequestSchema, viewSchema } from '#lib/contracts/view.ts'

const group = 'Views'

export const saveView = defineOperation({
  name: 'saveView',
  method: 'POST',
  path: '/views',
  group,
  summary: 'Keep the state of a page',
  description:
    'For links that would be too long. The same state always has the same id, so that it is safe to send again.',
  body: viewRequestSchema,
  example: { page: 'board', query: 'dataset=mnist&sort=-val/accuracy' },
  status: 201,
  answer: viewSchema,
})

export const getView = defineOperation({
  name: 'getView',
  method: 'GET',
  path: '/views/{viewId}',
  group,
  summary: 'Read the state of a page',
  answer: viewSchema,
})
