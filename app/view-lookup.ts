import type { View, ViewPage } from '#lib/contracts/view.ts'
import { isAppError } from '#lib/errors.ts'
import { getRuntime } from '#lib/runtime.ts'

export type Parameters = Record<string, string | string[] | undefined>

interface Resolved {
  parameters: Parameters
  /** Id of a view that was asked for and is not there; null where all is well. */
  missing: string | null
}

/**
 * What an address asks of a page: where it names a view, what that view holds, under what else the address says.
 * A view within a view counts for nothing.
 */
export async function resolveView(
  page: ViewPage,
  asked: Parameters,
  find: (id: string) => Promise<View | null> = findView,
): Promise<Resolved> {
  const { view: id, ...parameters } = asked
  if (typeof id !== 'string' || id === '') return { parameters, missing: null }
  const view = await find(id)
  if (view?.page !== page) return { parameters, missing: id }
  const { view: _nested, ...kept } = parametersOf(view.query)
  return { parameters: { ...kept, ...parameters }, missing: null }
}

/** A query string as pages get theirs: a list where a name comes twice. */
function parametersOf(query: string): Parameters {
  const values = new URLSearchParams(query)
  return Object.fromEntries(
    [...new Set(values.keys())].map((name) => {
      const all = values.getAll(name)
      return [name, all.length > 1 ? all : all[0]]
    }),
  )
}

async function findView(id: string): Promise<View | null> {
  try {
    return await getRuntime().views.get(id)
  } catch (error) {
    if (isAppError(error) && error.code === 'not_found') return null
    throw error
  }
}

/** Parameters as a query string; the opposite of how a page gets them. */
export function queryOf(parameters: Parameters): string {
  const entries = Object.entries(parameters).flatMap(([name, value]) =>
    [value ?? []].flat().map((each): [string, string] => [name, each]),
  )
  return new URLSearchParams(entries).toString()
}
