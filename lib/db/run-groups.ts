import type { RunConfig } from '#lib/contracts/run.ts'
import { mostGroupIds, type RunGroups, type RunGroupsQuery } from '#lib/contracts/run-group.ts'
import { Prisma, type PrismaClient } from './client/client.ts'
import { figures, groupValues, toCondition } from './run-conditions.ts'

/** A group as the statement answers it. */
interface Row {
  value: string | null
  runs: number
  seeds: number
  withFigure: number
  mean: number | null
  spread: number | null
  least: number | null
  most: number | null
  newest: Date
  ids: string[]
  /** Groups in all. */
  total: number
}

/** The runs that fit, in groups, each summed up. */
export async function groupRuns(prisma: PrismaClient, query: RunGroupsQuery): Promise<RunGroups> {
  const { by, metric } = query
  const value = by === 'tag' ? Prisma.sql`"label"` : groupValues[by]
  // A run without tags is in the group of those.
  const labels = by === 'tag' ? Prisma.sql`LEFT JOIN LATERAL unnest("tags") AS "label" ON true` : Prisma.empty
  const rows = await prisma.$queryRaw<Row[]>`
    SELECT "value", count(*)::int AS "runs", count(DISTINCT "seed")::int AS "seeds",
      count("figure")::int AS "withFigure", avg("figure") AS "mean", stddev_samp("figure") AS "spread",
      min("figure") AS "least", max("figure") AS "most", max("created_at") AS "newest",
      (array_agg("id" ORDER BY "created_at" DESC, "id" DESC))[1:${mostGroupIds}::int] AS "ids",
      (count(*) OVER ())::int AS "total"
    FROM (
      SELECT "id", "created_at", ${value} AS "value", "config" #>> '{seed}' AS "seed", ${figures[metric]} AS "figure"
      FROM "run" ${labels} WHERE ${toCondition(query)}
    ) AS "fitting"
    GROUP BY "value" ORDER BY ${orderOf(query.sort)}, "value" NULLS LAST LIMIT ${query.limit}`
  const configs = await configsOf(prisma, rows)
  const items = rows.flatMap((row) => {
    const config = configs.get(row.ids[0]!)
    if (!config) return []
    const { value, runs, seeds, ids } = row
    const figures = figuresOf(row, metric.endsWith('loss'))
    return {
      id: `${by}:${value ?? ''}`,
      value,
      runs,
      seeds,
      figures,
      newest: row.newest.toISOString(),
      ids,
      config,
    }
  })
  return { total: rows[0]?.total ?? 0, items }
}

function figuresOf({ withFigure, mean, spread, least, most }: Row, lowIsGood: boolean) {
  if (mean === null) return null
  return { runs: withFigure, mean, spread, best: (lowIsGood ? least : most)! }
}

function orderOf(sort: RunGroupsQuery['sort']): Prisma.Sql {
  if (sort === 'createdAt') return Prisma.sql`"newest"`
  if (sort === '-createdAt') return Prisma.sql`"newest" DESC`
  return sort === 'mean' ? Prisma.sql`"mean" NULLS LAST` : Prisma.sql`"mean" DESC NULLS LAST`
}

/** The config of each group's newest run, by its id; one that was deleted this moment is missing. */
async function configsOf(prisma: PrismaClient, rows: readonly Row[]): Promise<Map<string, RunConfig>> {
  const newest = rows.map(({ ids }) => ids[0]!)
  const found = await prisma.run.findMany({
    where: { id: { in: newest } },
    select: { id: true, config: true },
  })
  return new Map(found.map(({ id, config }) => [id, config as unknown as RunConfig]))
}
