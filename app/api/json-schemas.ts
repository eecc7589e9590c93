import { z } from 'zod'
import { activationListSchema } from '#lib/contracts/activation.ts'
import { checkpointListSchema } from '#lib/contracts/checkpoint.ts'
import {
  actionRequestSchema,
  bulkAnswerSchema,
  bulkRequestSchema,
  forkRequestSchema,
  learningRateRequestSchema,
} from '#lib/contracts/control.ts'
import { diagnosticsAnswerSchema } from '#lib/contracts/diagnostics.ts'
import { comparisonSchema, metricsSchema } from '#lib/contracts/metric.ts'
import { problemSchema } from '#lib/contracts/problem.ts'
import { queueSchema } from '#lib/contracts/queue.ts'
import { keptConfigSchema, runConfigSchema, runPatchSchema, runRequestSchema, runSchema } from '#lib/contracts/run.ts'
import { runEventListSchema } from '#lib/contracts/run-event.ts'
import { runListSchema } from '#lib/contracts/run-list.ts'
import { settingsPatchSchema, settingsSchema } from '#lib/contracts/settings.ts'
import { verdictSchema } from '#lib/contracts/verdict.ts'
const registry = z.registry<{ id: string }>()
const named = { Run: runSchema, RunConfig: runConfigSchema, RunList: runListSchema, Verdict: verdictSchema, Problem: problemSchema, BulkAnswer: bulkAnswerSchema, RunEventList: runEventListSchema, CheckpointList: checkpointListSchema, Diagnostics: diagnosticsAnswerSchema, Metrics: metricsSchema, Comparison: comparisonSchema, Queue: queueSchema, Settings: settingsSchema, ActivationList: activationListSchema }
for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
const uri = (id: string) => `#/components/schemas/${id}`
const { schemas } = z.toJSONSchema(registry, { io: 'output', uri, unrepresentable: ({ zodSchema }) => (zodSchema as unknown) === keptConfigSchema ? { $ref: uri('RunConfig') } : 'throw' })
const input = z.registry<{ id: string }>()
for (const [id, schema] of Object.entries({ RunRequest: runRequestSchema, RunPatch: runPatchSchema, ActionRequest: actionRequestSchema, ForkRequest: forkRequestSchema, LearningRateRequest: learningRateRequestSchema, BulkRequest: bulkRequestSchema, SettingsPatch: settingsPatchSchema })) input.add(schema, { id })
const inp = z.toJSONSchema(input, { io: 'input', uri })
console.log(JSON.stringify({ ...schemas, ...inp.schemas }, null, 1))
