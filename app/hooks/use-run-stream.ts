'use client'

import { useMemo, useSyncExternalStore } from 'react'
import { useLive } from '#app/hooks/use-live.tsx'
import { emptySnapshot, type RunSnapshot } from '#app/stream/run-stream.ts'
import { RunGroup } from '#app/stream/run-streams.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Several runs, live: their rows and series, committed about eight times a second. */
export function useRunStreams(runs: readonly Run[]): readonly RunSnapshot[] {
  const live = useLive()
  const ids = runs.map((run) => run.id).join()
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are only the start; the stream brings newer ones
  const group = useMemo(() => {
    const initial = runs.map(emptySnapshot)
    return {
      initial: () => initial,
      live: new RunGroup(() => {
        if (!live) throw new Error('Subscribed while rendering on the server')
        return live.streams
      }, initial),
    }
  }, [live, ids])
  return useSyncExternalStore(group.live.subscribe, group.live.snapshot, group.initial)
}

/** One run, live. */
export function useRunStream(run: Run): RunSnapshot {
  return useRunStreams([run])[0]!
}
