import { type RunGroups, runGroupsSchema } from '#lib/contracts/run-group.ts'
import { requestJson } from './problem-error.ts'

/** Runs in groups, summed up; `query` as the contract has it. */
export async function fetchGroups(query: Record<string, string>): Promise<RunGroups> {
  return runGroupsSchema.parse(await requestJson(`/api/v1/runs/groups?${new URLSearchParams(query)}`))
}
