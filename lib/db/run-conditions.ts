import { type Grouping, type RunFilter, readGroupId } from '#lib/contracts/run-filter.ts'
import type { HeadlineMetric } from '#lib/contracts/run-list.ts'
import { Prisma } from './client/client.ts'

/** Filters as a condition, written so that the indexes of the migrations serve it. */
export function toCondition(filter: RunFilter): Prisma.Sql {
  const { state, dataset, activation, verdict, tag, createdBy, group, q } = filter
  const conditions = [
    Prisma.sql`"deleted_at" IS NULL`,
    state && Prisma.sql`"state" = ANY(${state}::"RunState"[])`,
    dataset && Prisma.sql`"dataset" = ${dataset}`,
    activation && Prisma.sql`"activations" @> ARRAY[${activation}]`,
    verdict && Prisma.sql`"verdicts" @> ${JSON.stringify([{ name: verdict }])}::jsonb`,
    tag && Prisma.sql`"tags" @> ARRAY[${tag}]`,
    createdBy && Prisma.sql`"created_by" = ${createdBy}`,
    group && inGroup(group),
    q && Prisma.sql`lower("name") LIKE lower(${`%${escapePattern(q)}%`})`,
  ]
  return Prisma.join(
    conditions.filter((condition) => typeof condition === 'object'),
    ' AND ',
  )
}

/** Whether a filter leaves out runs. */
export function narrows(filter: RunFilter): boolean {
  const { state, dataset, activation, verdict, tag, createdBy, group, q } = filter
  return Boolean(state || dataset || activation || verdict || tag || createdBy || group || q)
}

/** What LIKE gives a meaning of its own. */
function escapePattern(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/** The best figure of each headline metric, as the migrations index it. */
export const figures: Record<HeadlineMetric, Prisma.Sql> = {
  'train/loss': Prisma.sql`("summary" #>> '{train/loss,best}')::float8`,
  'train/accuracy': Prisma.sql`("summary" #>> '{train/accuracy,best}')::float8`,
  'val/loss': Prisma.sql`("summary" #>> '{val/loss,best}')::float8`,
  'val/accuracy': Prisma.sql`("summary" #>> '{val/accuracy,best}')::float8`,
}

/** What decides a result: the config without seed and labels, and where a fork begins. */
const decisive = Prisma.sql`md5(
  ("config" - '{seed,tags,priority}'::text[] #- '{diagnostics,everySteps}')::text || coalesce("fork_weights", ''))`

/** The text that the runs of one group share; null where a run has none. A run is in the group of each of its tags. */
export const groupValues: Record<Exclude<Grouping, 'tag'>, Prisma.Sql> = {
  dataset: Prisma.sql`"dataset"`,
  activations: Prisma.sql`nullif(array_to_string("activations", ','), '')`,
  depth: Prisma.sql`jsonb_array_length("config" #> '{network,hidden}')::text`,
  optimizer: Prisma.sql`"config" #>> '{optimizer,name}'`,
  learningRate: Prisma.sql`"config" #>> '{optimizer,learningRate}'`,
  member: Prisma.sql`"created_by"`,
  config: decisive,
}

function inGroup(id: string): Prisma.Sql {
  const { by, value } = readGroupId(id)
  if (by === 'tag') {
    return value === '' ? Prisma.sql`cardinality("tags") = 0` : Prisma.sql`"tags" @> ARRAY[${value}]`
  }
  return Prisma.sql`coalesce(${groupValues[by]}, '') = ${value}`
}
