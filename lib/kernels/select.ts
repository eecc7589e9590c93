import type { Kernels } from '../nn/kernels.ts'
import type { NumericClass } from '../nn/names.ts'
import { checkKernels, measureGflops } from './check.ts'
import { createKernels } from './load.ts'
import { findVariant, variants } from './variants.ts'

/** How one variant did at start-up. */
export interface Candidate {
  variant: string
  /** Of one matrix product on one thread; 0 where it wasn't timed. */
  gflops: number
  correct: boolean
  error?: string
}

/** The kernels to use, and why. */
export interface Selection {
  variant: string
  numericClass: NumericClass
  gflops: number
  all: Candidate[]
}

/** Builds kernels by the name of their variant; throws where that isn't possible. */
export type CreateKernels = (variant: string, bytes: number) => Kernels

/** Enough for the check and for the timing. */
const trialBytes = 1 << 20

/**
 * Timed in turns, so that a busy moment is busy for all and each has been compiled for good by the last turn: a
 * machine's choice, and with it the numeric class, should not depend on the moment of the start.
 */
const turns = 6

/**
 * Checks every variant against the scalar reference, times it, and picks the fastest correct one, or `forced` if
 * it is correct. A missing or wrong variant is passed over; only an unknown name throws.
 */
export function selectKernels(options: { forced?: string; create?: CreateKernels } = {}): Selection {
  const { forced, create = createKernels } = options
  if (forced !== undefined) findVariant(forced)
  const trials = variants.map(({ name }) => tryVariant(name, create))
  for (let turn = 0; turn < turns; turn++) {
    for (const { candidate, kernels } of trials) {
      if (kernels) candidate.gflops = Math.max(candidate.gflops, measureGflops(kernels))
    }
  }
  const all = trials.map(({ candidate }) => candidate)
  const usable = all.filter((candidate) => candidate.correct)
  const fastest = usable.reduce((best, candidate) => (candidate.gflops > best.gflops ? candidate : best))
  const { variant, gflops } = usable.find((candidate) => candidate.variant === forced) ?? fastest
  return { variant, numericClass: findVariant(variant).numericClass, gflops, all }
}

/** A variant of that numeric class. */
export function variantFor(numericClass: NumericClass): string {
  return variants.find((variant) => variant.numericClass === numericClass)!.name
}

/** Checks one variant; no kernels where they are not usable. */
function tryVariant(
  variant: string,
  create: CreateKernels,
): { candidate: Candidate; kernels: Kernels | null } {
  try {
    const kernels = create(variant, trialBytes)
    checkKernels(kernels)
    return { candidate: { variant, gflops: 0, correct: true }, kernels }
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    return { candidate: { variant, gflops: 0, correct: false, error: message }, kernels: null }
  }
}
