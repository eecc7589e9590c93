import type { BulkAnswer } from '#lib/contracts/control.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'

/** What can be done with runs on the board, in the order in which it is offered. */
export const controls = ['pause', 'resume', 'stop', 'retry', 'delete'] as const
export type Control = (typeof controls)[number]

export const controlTitles: Record<Control, string> = {
  pause: 'Pause',
  resume: 'Resume',
  stop: 'Stop',
  retry: 'Retry',
  delete: 'Delete',
}

const outcomes: Record<Control, string> = {
  pause: 'paused',
  resume: 'queued again',
  stop: 'stopped',
  retry: 'queued again',
  delete: 'deleted',
}

/** Whether an action applies to a run as it is now. */
export function applies(control: Control, { state, requested }: Pick<Run, 'state' | 'requested'>): boolean {
  switch (control) {
    case 'pause':
      return state === 'queued' || (state === 'running' && requested === null)
    case 'resume':
      return state === 'paused'
    case 'stop':
      return state === 'queued' || state === 'paused' || (state === 'running' && requested !== 'stop')
    case 'retry':
      return state === 'failed' || state === 'stopped'
    case 'delete':
      return endedStates.includes(state)
  }
}

/** What became of a run that an action was done with: a running one has only been asked. */
function outcome(control: Control, run: Run | null): string {
  if (run?.state === 'running' && control === 'pause') return 'pausing'
  if (run?.state === 'running' && control === 'stop') return 'stopping'
  return outcomes[control]
}

/** How many could not be, and why: at most two reasons, each once. */
export function refusals({ items }: BulkAnswer): string | null {
  const refused = items.flatMap((item) => (item.ok ? [] : [item.problem.detail]))
  if (refused.length === 0) return null
  const reasons = [...new Set(refused)]
  const more = reasons.length > 2 ? `; and ${reasons.length - 2} more reasons` : ''
  return `${refused.length} could not be: ${reasons.slice(0, 2).join('; ')}${more}`
}

/** What became of several runs: "2 paused, 1 pausing, 1 could not be: run is completed". */
export function answerWords(control: Control, answer: BulkAnswer): string {
  const counts = new Map<string, number>()
  for (const item of answer.items) {
    if (!item.ok) continue
    const word = outcome(control, item.run)
    counts.set(word, (counts.get(word) ?? 0) + 1)
  }
  const done = [...counts].map(([word, times]) => `${times} ${word}`)
  return [...done, refusals(answer)].filter(Boolean).join(', ')
}

/** Which runs are gone: "Deleted deep-relu", "Deleted 4 runs". */
export function deletedWords(runs: readonly Pick<Run, 'id' | 'name'>[], answer: BulkAnswer): string {
  const done = answer.items.filter((item) => item.ok)
  const name = runs.find(({ id }) => id === done[0]?.id)?.name
  const words = done.length === 1 ? `Deleted ${name}` : `Deleted ${done.length} runs`
  return [words, refusals(answer)].filter(Boolean).join(', ')
}
