import type { RunStore } from '#lib/runs/ports.ts'
import type { Telemetry } from './telemetry.ts'

/** The store, with what it writes for a training measured. */
export function measured(store: RunStore, telemetry: Telemetry): RunStore {
  return {
    ...store,
    append: async (claim, after, delivery, change, summary) => {
      const began = performance.now()
      const stored = await store.append(claim, after, delivery, change, summary)
      if (stored) telemetry.delivered(delivery, (performance.now() - began) / 1000)
      return stored
    },
    finish: async (...parameters) => {
      const settled = await store.finish(...parameters)
      if (settled) telemetry.attemptEnded(settled.run.state)
      return settled
    },
    requeue: async (...parameters) => {
      const settled = await store.requeue(...parameters)
      if (settled) telemetry.attemptEnded(settled.run.state)
      return settled
    },
  }
}
