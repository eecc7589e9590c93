import { z } from 'zod'

export const runStates = ['queued', 'running', 'paused', 'completed', 'failed', 'stopped'] as const
export const runStateSchema = z.enum(runStates)
export type RunState = z.infer<typeof runStateSchema>

export const endedStates: readonly RunState[] = ['completed', 'failed', 'stopped']
