import { defineOperation } from '#app/api/operation.ts'
import { datasetListSchema, samplesQuerySchema, samplesSchema } from '#lib/contracts/dataset.ts'

const group = 'Datasets'

export const listDatasets = defineOperation({
  name: 'listDatasets',
  method: 'GET',
  path: '/datasets',
  group,
  summary: 'Every dataset',
  answer: datasetListSchema,
})

export const listSamples = defineOperation({
  name: 'listSamples',
  method: 'GET',
  path: '/datasets/{dataset}/samples',
  group,
  summary: 'Samples of a dataset',
  description: 'Single ones by their place, or part of a split.',
  query: samplesQuerySchema,
  answer: samplesSchema,
})
