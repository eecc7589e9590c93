import type { HeadlineMetric, RunList, RunListQuery, RunSort } from '#lib/contracts/run-list.ts'
import { Prisma, type PrismaClient } from './client/client.ts'
import { figures, narrows, toCondition } from './run-conditions.ts'
import { decodeCursor, encodeCursor, type Place } from './run-cursor.ts'
import { toRun } from './run-row.ts'

/** As many as fit are sorted; where more do, the index of a figure soon meets a page of them. */
const fewMatches = 5000

/** One page of the runs that fit and are not deleted. */
export async function listRuns(prisma: PrismaClient, query: RunListQuery): Promise<RunList> {
  const places = await findPlaces(prisma, query)
  const page = places.slice(0, query.limit)
  const rows = await prisma.run.findMany({
    where: { id: { in: page.map(({ id }) => id) }, deletedAt: null },
  })
  const byId = new Map(rows.map((row) => [row.id, row]))
  const last = page.at(-1)
  return {
    items: page.flatMap(({ id }) => byId.get(id) ?? []).map(toRun),
    nextCursor: places.length > query.limit && last ? encodeCursor(query.sort, last) : null,
  }
}

/** The places of the page's runs in their order, and one more where the list goes on. */
async function findPlaces(prisma: PrismaClient, query: RunListQuery): Promise<Place[]> {
  const { by, down } = orderOf(query.sort)
  const after = query.cursor === undefined ? null : decodeCursor(query.cursor, query.sort)
  const fits = toCondition(query)
  const take = query.limit + 1
  if (by === 'createdAt') return select(prisma, byTime(fits, after, down), take)
  const matching = await few(prisma, fits, query)
  if (matching?.length === 0) return []
  const among = matching ? Prisma.sql`"id" IN (SELECT unnest(${matching}::text[]))` : fits
  const withFigure =
    after && after.figure === null ? [] : await select(prisma, byFigure(among, by, after, down), take)
  const left = take - withFigure.length
  if (left === 0) return withFigure
  const afterNull = after?.figure === null ? after : null
  const without = Prisma.sql`${among} AND ${figures[by]} IS NULL`
  return [...withFigure, ...(await select(prisma, byTime(without, afterNull, true), left))]
}

/** The ids of what fits, where filters leave only a few; no index serves filters and the order of a figure at once. */
async function few(prisma: PrismaClient, fits: Prisma.Sql, query: RunListQuery): Promise<string[] | null> {
  if (!narrows(query)) return null
  const places = await select(prisma, byTime(fits, null, true), fewMatches + 1)
  return places.length > fewMatches ? null : places.map(({ id }) => id)
}

/** The end of a statement that answers places: condition and order. */
interface Ordered {
  figure: Prisma.Sql
  where: Prisma.Sql
  orderBy: Prisma.Sql
}

function byTime(fits: Prisma.Sql, after: Place | null, down: boolean): Ordered {
  const beyond =
    after && Prisma.sql`("created_at", "id") ${sign(down)} (${after.createdAt}::timestamptz, ${after.id})`
  return {
    figure: Prisma.sql`NULL::float8`,
    where: beyond ? Prisma.sql`${fits} AND ${beyond}` : fits,
    orderBy: Prisma.sql`"created_at" ${direction(down)}, "id" ${direction(down)}`,
  }
}

function byFigure(fits: Prisma.Sql, by: HeadlineMetric, after: Place | null, down: boolean): Ordered {
  const figure = figures[by]
  const beyond =
    after &&
    Prisma.sql`(${figure}, "created_at", "id") ${sign(down)}
      (${after.figure}::float8, ${after.createdAt}::timestamptz, ${after.id})`
  return {
    figure,
    where: Prisma.sql`${fits} AND ${beyond ?? Prisma.sql`${figure} IS NOT NULL`}`,
    orderBy: Prisma.sql`${figure} ${direction(down)}, "created_at" ${direction(down)}, "id" ${direction(down)}`,
  }
}

const sign = (down: boolean) => (down ? Prisma.sql`<` : Prisma.sql`>`)
const direction = (down: boolean) => (down ? Prisma.sql`DESC` : Prisma.sql`ASC`)

function select(prisma: PrismaClient, { figure, where, orderBy }: Ordered, take: number): Promise<Place[]> {
  return prisma.$queryRaw<Place[]>`
    SELECT "id", "created_at" AS "createdAt", ${figure} AS "figure"
    FROM "run" WHERE ${where} ORDER BY ${orderBy} LIMIT ${take}`
}

function orderOf(sort: RunSort): { by: 'createdAt' | HeadlineMetric; down: boolean } {
  const down = sort.startsWith('-')
  return { by: (down ? sort.slice(1) : sort) as 'createdAt' | HeadlineMetric, down }
}
