import type { RunEvent } from '#lib/contracts/run-event.ts'
import type { RunState } from '#lib/contracts/run-state.ts'
import { count, setting } from './numbers.ts'

/** One thing that happened to a run, in words. */
export interface EventLine {
  id: number
  at: string
  /** Who did it; null where nobody did, as for a run that came to its end. */
  who: string | null
  what: string
  why: string | null
}

const fulfilments = { pause: 'paused', stop: 'stopped' } as const

/** What happened to a run in words, in the order of the events. A wish that came true is told once, as what came of it. */
export function eventLines(events: readonly RunEvent[]): EventLine[] {
  let before: RunState | null = null
  let deleted = false
  return events.flatMap((event, i) => {
    if (event.kind === 'request' && cameTrue(event, events.slice(i + 1))) return []
    const { id, at, reason } = event
    // A deletion and its undoing leave a run in the state that it has.
    if (event.kind === 'state' && event.state === before) {
      deleted = !deleted
      const why = deleted ? (reason?.replace(/^deleted(: )?/, '') ?? '') : ''
      return [{ id, at, who: actor(event), what: deleted ? 'deleted it' : 'restored it', why: why || null }]
    }
    const line = { id, at, ...sentence(event, before), why: reason }
    before = event.state ?? before
    return [line]
  })
}

/** Whether the next state of a run is what was asked for. */
function cameTrue({ request }: RunEvent, later: readonly RunEvent[]): boolean {
  const next = later.find(({ kind }) => kind === 'state')
  return request !== null && next?.state === fulfilments[request]
}

/** Who did it: the member; somebody without a name; else the server. */
function actor({ by, asked }: RunEvent): string {
  return by ?? (asked ? 'Somebody' : 'The server')
}

function sentence(event: RunEvent, before: RunState | null): Pick<EventLine, 'who' | 'what'> {
  const who = actor(event)
  const place = event.step ? ` at step ${count(event.step)}` : ''
  switch (event.kind) {
    case 'request':
      return { who, what: `asked it to ${event.request}${place}` }
    case 'learning_rate':
      return { who, what: `set the learning rate to ${setting(event.learningRate ?? 0)}${applies(event)}` }
    case 'priority':
      return { who, what: `set the priority to ${setting(event.priority ?? 0)}` }
    case 'state':
      return stateSentence(event, before, who, place)
  }
}

function applies({ step }: RunEvent): string {
  return step === null ? '; it applies at the next step' : `, from step ${count(step)} on`
}

function stateSentence(
  { state, attempt, asked }: RunEvent,
  before: RunState | null,
  who: string,
  place: string,
): Pick<EventLine, 'who' | 'what'> {
  switch (state) {
    case 'queued':
      if (before === null) return { who, what: 'queued it' }
      if (asked && before === 'paused') return { who, what: `resumed it${place}` }
      return { who, what: `put it back into the queue${place}` }
    case 'running':
      return { who: null, what: attempt > 1 ? `Training went on, attempt ${attempt}` : 'Training began' }
    case 'completed':
      return { who: null, what: `Completed${place}` }
    case 'failed':
      return { who: null, what: `Failed${place}` }
    default:
      return { who, what: `${state} it${place}` }
  }
}
