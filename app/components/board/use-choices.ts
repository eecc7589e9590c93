'use client'

import { useEffect, useState } from 'react'
import { fetchGroups } from '#app/requests/run-groups.ts'

/** Tags and members of all runs, each in the order of the alphabet; empty until they are known. */
export function useChoices(): { tags: readonly string[]; members: readonly string[] } {
  const [tags, setTags] = useState<readonly string[]>([])
  const [members, setMembers] = useState<readonly string[]>([])
  useEffect(() => {
    // Without them the filters offer nothing, which is no reason to trouble anybody.
    void valuesOf('tag').then(setTags, () => {})
    void valuesOf('member').then(setMembers, () => {})
  }, [])
  return { tags, members }
}

async function valuesOf(by: 'tag' | 'member'): Promise<string[]> {
  const { items } = await fetchGroups({ by, limit: '500' })
  return items.flatMap(({ value }) => value ?? []).toSorted((a, b) => a.localeCompare(b))
}
