import { z } from 'zod'
import { activationListSchema } from '#lib/contracts/activation.ts'
import { checkpointListSchema } from '#lib/contracts/checkpoint.ts'
import { clockSchema, clocksSchema } from '#lib/contracts/clock.ts'
import * as control from '#lib/contracts/control.ts'
import { datasetListSchema, samplesSchema } from '#lib/contracts/dataset.ts'
import { diagnosticsAnswerSchema, histogramSeriesSchema } from '#lib/contracts/diagnostics.ts'
import { evaluationSchema } from '#lib/contracts/evaluation.ts'
import { comparisonSchema, metricsSchema } from '#lib/contracts/metric.ts'
import { predictionSchema, predictRequestSchema } from '#lib/contracts/prediction.ts'
import { problemSchema } from '#lib/contracts/problem.ts'
import { queueSchema } from '#lib/contracts/queue.ts'
import * as run from '#lib/contracts/run.ts'
import { runEventListSchema } from '#lib/contracts/run-event.ts'
import { runGroupsSchema } from '#lib/contracts/run-group.ts'
import { runListSchema } from '#lib/contracts/run-list.ts'
import { settingsPatchSchema, settingsSchema } from '#lib/contracts/settings.ts'
import { timeToAccuracySchema } from '#lib/contracts/time-to-accuracy.ts'
import { verdictSchema } from '#lib/contracts/verdict.ts'
import { viewRequestSchema, viewSchema } from '#lib/contracts/view.ts'

export type JsonSchema = Record<string, unknown>

/** What clients send, by the name under which the description has it. */
const requests: Record<string, z.ZodType> = {
  RunRequest: run.runRequestSchema,
  RunPatch: run.runPatchSchema,
  ActionRequest: control.actionRequestSchema,
  LearningRateRequest: control.learningRateRequestSchema,
  ForkRequest: control.forkRequestSchema,
  BulkRequest: control.bulkRequestSchema,
  SettingsPatch: settingsPatchSchema,
  ViewRequest: viewRequestSchema,
  PredictRequest: predictRequestSchema,
}

/** What the server answers. */
const answers: Record<string, z.ZodType> = {
  Run: run.runSchema,
  RunConfig: run.runConfigSchema,
  RunList: runListSchema,
  RunGroups: runGroupsSchema,
  RunEventList: runEventListSchema,
  BulkAnswer: control.bulkAnswerSchema,
  Metrics: metricsSchema,
  Comparison: comparisonSchema,
  Diagnostics: diagnosticsAnswerSchema,
  HistogramSeries: histogramSeriesSchema,
  Verdict: verdictSchema,
  CheckpointList: checkpointListSchema,
  Clock: clockSchema,
  Clocks: clocksSchema,
  TimeToAccuracy: timeToAccuracySchema,
  Evaluation: evaluationSchema,
  Prediction: predictionSchema,
  DatasetList: datasetListSchema,
  SampleList: samplesSchema,
  Queue: queueSchema,
  Settings: settingsSchema,
  View: viewSchema,
  ActivationList: activationListSchema,
  Problem: problemSchema,
}

const uri = (name: string) => `#/components/schemas/${name}`

type Options = z.core.ToJSONSchemaParams

/** JSON Schema leaves out what zod takes for granted, and says what zod keeps in functions. */
const options = (io: 'input' | 'output'): Options => ({
  io,
  target: 'draft-2020-12',
  unrepresentable: ({ zodSchema }) =>
    (zodSchema as unknown) === run.keptConfigSchema ? { $ref: uri('RunConfig') } : 'throw',
  override: ({ jsonSchema }) => {
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum
    if (jsonSchema.format === 'date-time') delete jsonSchema.pattern
    if (io === 'input') leaveDefaultsOut(jsonSchema)
  },
})

/** What has a default need not be sent, even where zod adds it by a function. */
function leaveDefaultsOut(schema: z.core.JSONSchema.BaseSchema): void {
  const isSent = (name: string) => {
    const property = schema.properties?.[name]
    return typeof property !== 'object' || !('default' in property)
  }
  if (schema.required) schema.required = schema.required.filter(isSent)
}

function describe(schemas: Record<string, z.ZodType>, io: 'input' | 'output'): [string, JsonSchema][] {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id })
  const described = z.toJSONSchema(registry, { ...options(io), uri })
  return Object.entries(described.schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema])
}

/** Every named schema, as JSON Schema 2020-12. */
export function namedSchemas(): Record<string, JsonSchema> {
  return Object.fromEntries([...describe(answers, 'output'), ...describe(requests, 'input')])
}

/** A reference where the schema has a name, else the schema itself, as the server answers it. */
export function schemaOf(schema: z.ZodType): JsonSchema {
  const named = Object.entries({ ...requests, ...answers }).find(([, each]) => each === schema)
  if (named) return { $ref: uri(named[0]) }
  const { $schema, ...described } = z.toJSONSchema(schema, options('output'))
  return described
}

/** The fields of a query string: what each comes to once it is read, and whether it has to be there. */
export function queryFields(query: z.ZodObject): { name: string; required: boolean; schema: JsonSchema }[] {
  return Object.entries(query.shape).map(([name, field]) => ({
    name,
    required: !(field as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(field as z.ZodType),
  }))
}
