import { Crosshair } from '#app/components/charts/crosshair.ts'
import type { Stack } from '#app/components/charts/stack-context.ts'

/** A stack over 1,000 places, with what a test cares about put in. */
export function makeStack(part: Partial<Stack> = {}): Stack {
  const whole = { scale: 'linear' as const, from: 0, to: part.end ?? 1000 }
  return {
    whole,
    horizontal: whole,
    show: null,
    end: whole.to,
    unit: 'step',
    formatX: String,
    latest: whole.to,
    crosshair: new Crosshair(),
    highlight: null,
    tall: 1,
    measured: () => undefined,
    width: 600,
    gutters: { left: 64, right: 72 },
    ...part,
  }
}
