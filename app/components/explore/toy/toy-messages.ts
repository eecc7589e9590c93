import type { ToySettings } from '../explore-state.ts'
import type { ToyLook, ToyPoints } from './toy-training.ts'

/** What a page asks of the worker; every answer carries the number of its question. */
export type ToyQuestion =
  /** Begins anew. */
  | { type: 'start'; id: number; settings: ToySettings }
  /** Trains so many steps of what was begun last. */
  | { type: 'advance'; id: number; steps: number; learningRate: number }

/** What the worker answers. */
export type ToyAnswer =
  | { type: 'started'; id: number; points: ToyPoints; look: ToyLook; variant: string }
  | { type: 'advanced'; id: number; look: ToyLook }
  | { type: 'failed'; id: number; message: string }
