'use client'

import { fetchDiagnostics } from '#app/requests/runs.ts'
import type { DiagnosticsAnswer } from '#lib/contracts/diagnostics.ts'
import { type Look, type Place, useLook } from './use-look.ts'

/** A close look at the layers: the newest at or before a step. */
export function useDiagnostics(place: Place): Look<DiagnosticsAnswer> {
  return useLook(place, fetchDiagnostics)
}
