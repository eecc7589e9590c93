import type { VerdictName } from '../names.ts'

/** What a rule saw in one reading. */
export interface Sighting {
  name: VerdictName
  /** The layer that it is about; null for the whole network. */
  layer: string | null
  /** The rule in words. */
  rule: string
  threshold: number
  /** What was measured against the threshold. */
  value: number
  /** The figures that the rule read, by metric key. */
  evidence: Record<string, number>
  /** The evidence as a sentence. */
  message: string
  /** What to try. */
  suggestion: string
  /** Readings in a row that must show it before it is a finding. */
  persistence: number
}

/** A sighting that persisted, with the evidence of the reading that made it a finding. */
export interface Finding extends Omit<Sighting, 'persistence'> {
  /** Step at which the rule first held. */
  step: number
  /** Last reading at which it held. */
  lastStep: number
}

/** JSON has no NaN and no infinities; they are stored under their names. */
export type StoredNumber = number | 'NaN' | 'Infinity' | '-Infinity'

/** A finding as plain JSON. */
export interface StoredFinding extends Omit<Finding, 'value' | 'evidence'> {
  value: StoredNumber
  evidence: Record<string, StoredNumber>
}

/** One finding a name and layer. */
export function keyOf({ name, layer }: Pick<Sighting, 'name' | 'layer'>): string {
  return layer === null ? name : `${name}/${layer}`
}

export function storeFinding(finding: Finding): StoredFinding {
  return { ...finding, value: store(finding.value), evidence: mapValues(finding.evidence, store) }
}

export function restoreFinding(stored: StoredFinding): Finding {
  return { ...stored, value: Number(stored.value), evidence: mapValues(stored.evidence, Number) }
}

function store(value: number): StoredNumber {
  if (Number.isFinite(value)) return value
  if (Number.isNaN(value)) return 'NaN'
  return value > 0 ? 'Infinity' : '-Infinity'
}

function mapValues<From, To>(record: Record<string, From>, change: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]))
}
