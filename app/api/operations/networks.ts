import { defineOperation } from '#app/api/operation.ts'
import { evaluationQuerySchema, evaluationSchema } from '#lib/contracts/evaluation.ts'
import { modelQuerySchema } from '#lib/contracts/model.ts'
import { predictionSchema, predictQuerySchema, predictRequestSchema } from '#lib/contracts/prediction.ts'

const group = 'Networks'

/** What is answered is of one checkpoint. */
const headers = { 'Actoscope-Step': 'Step of the checkpoint.' }

export const getModel = defineOperation({
  name: 'getModel',
  method: 'GET',
  path: '/runs/{id}/model',
  group,
  summary: 'The weights as a file',
  description:
    'Every tensor of the network at a checkpoint, as safetensors. 404 where the run keeps no checkpoint (yet), 409 ' +
    'where another version took it.',
  query: modelQuerySchema,
  problems: ['conflict'],
  conditional: true,
  headers: { ...headers, 'Content-Disposition': 'A name for the file.' },
  files: {
    'application/octet-stream':
      'safetensors: `hidden_1.weight` (`[inputs, units]`), `hidden_1.bias`, …; docs/api.md has the rest.',
  },
})

export const getEvaluation = defineOperation({
  name: 'getEvaluation',
  method: 'GET',
  path: '/runs/{id}/evaluation',
  group,
  summary: 'How the network does',
  description:
    'On all held-out samples at a checkpoint: the confusion matrix, each class, the most confident mistakes, what ' +
    'each unit does, and the strongest weights. Accuracy and loss are those that the run recorded at that step.',
  query: evaluationQuerySchema,
  answer: evaluationSchema,
  problems: ['conflict'],
  conditional: true,
  headers,
})

const prediction = {
  group,
  answer: predictionSchema,
  problems: ['conflict'],
  headers,
} as const

export const predict = defineOperation({
  ...prediction,
  name: 'predict',
  method: 'POST',
  path: '/runs/{id}/predict',
  summary: 'What the network makes of samples',
  description:
    'Of samples of its dataset, or of features as those have them. Computed as the training computes.',
  body: predictRequestSchema,
  example: { samples: { split: 'val', indices: [0, 1, 2] } },
})

export const predictOne = defineOperation({
  ...prediction,
  name: 'predictOne',
  method: 'GET',
  path: '/runs/{id}/predict',
  summary: 'What the network makes of one sample of its dataset',
  query: predictQuerySchema,
  conditional: true,
})
