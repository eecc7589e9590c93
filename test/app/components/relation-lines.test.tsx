// @vitest-environment happy-dom
import { cleanup, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { type RelatedNames, RelationLines } from '#app/components/run/relation-lines.tsx'
import type { Run } from '#lib/contracts/run.ts'
import { makeRun } from '../helpers/runs.ts'

afterEach(cleanup)

const { config } = makeRun()
const none: RelatedNames = { original: null, parent: null, awaited: null }
const fork = { of: 'aaaaaaaaaaaaaaa1', step: 1200, weights: 'w', config }
const show = (part: Partial<Run>, names = none) =>
  render(<RelationLines run={makeRun(part, { epochs: 8 })} names={names} />).container.textContent

test('a fork names its origin, and what it changed', () => {
  expect(show({ fork }, { ...none, parent: 'calm-relu-1' })).toBe(
    'Fork of calm-relu-1 at step 1,200: epochs 5 → 8',
  )
  expect(screen.getByRole('link').getAttribute('href')).toBe('/runs/aaaaaaaaaaaaaaa1')
  cleanup()
  expect(show({ fork: { ...fork, config: { ...config, epochs: 8 } } })).toBe(
    'Fork of a run that is gone at step 1,200, nothing changed',
  )
})

test('a fork that waits says so once, and no longer when it was stopped', () => {
  const waiting = { state: 'queued' as const, after: fork.of, fork: { ...fork, step: null } }
  expect(show(waiting)).toBe('Fork of a run that is gone, waits until that is complete: epochs 5 → 8')
  cleanup()
  expect(show({ ...waiting, state: 'stopped' })).toBe('Fork of a run that is gone: epochs 5 → 8')
})

test('a run that waits for another names it', () => {
  const waiting = { state: 'queued' as const, after: 'aaaaaaaaaaaaaaa2' }
  expect(show(waiting, { ...none, awaited: 'brave-gelu-2' })).toBe('Waits until brave-gelu-2 is complete')
})
