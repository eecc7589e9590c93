'use client'

import {
  ChartSpline,
  Copy,
  FileDown,
  GitFork,
  type LucideIcon,
  MessageCircleQuestion,
  MessageSquareText,
  Pause,
  Play,
  Repeat,
  RotateCcw,
  Square,
  Trash2,
} from 'lucide-react'
import Link from 'next/link'
import { useState } from 'react'
import { applies } from '#app/components/board/control-words.ts'
import { button } from '#app/components/marks/button.ts'
import { Menu, type MenuItem } from '#app/components/marks/menu.tsx'
import { metricsFile } from '#app/requests/metrics.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { ReasonForm } from './reason-form.tsx'
import { type ActName, useActs } from './use-acts.ts'
import { useDelete } from './use-delete.ts'
import { useReplay } from './use-replay.ts'

/** Words of an act: on its button, while it goes on, and where its reason is asked for. */
const acts: Record<ActName, { title: string; going: string; icon: LucideIcon }> = {
  resume: { title: 'Resume', going: 'Queueing…', icon: Play },
  retry: { title: 'Retry', going: 'Queueing…', icon: RotateCcw },
  pause: { title: 'Pause', going: 'Pausing…', icon: Pause },
  stop: { title: 'Stop', going: 'Stopping…', icon: Square },
}
const actNames = Object.keys(acts) as ActName[]

/** What a running run was asked for already keeps its button, which tells so. */
const isAsked = (name: ActName, { state, requested }: Run) => state === 'running' && requested === name

/** What can be done with a run as it is now; what does not apply is absent. */
export function RunActions({ run }: { run: Run }) {
  const { act, going, failure } = useActs(run)
  const deletion = useDelete(run)
  const replay = useReplay(run)
  const [explained, setExplained] = useState<ActName | null>(null)
  const offered = actNames.filter((name) => applies(name, run) || isAsked(name, run))
  const possible = offered.filter((name) => !isAsked(name, run))
  const asking = explained && possible.includes(explained) ? explained : null
  const refused = failure ?? deletion.failure ?? replay.failure

  return (
    <>
      <div className="order-4 ml-auto flex w-full gap-2 *:flex-1 tablet:order-none tablet:w-auto tablet:*:flex-none">
        {offered.map((name) => {
          const { title, going: words, icon: Icon } = acts[name]
          const busy = going === name || isAsked(name, run)
          const first = name === 'resume' || name === 'retry'
          return (
            <button
              key={name}
              type="button"
              className={`${button({ kind: first ? 'primary' : 'plain' })} px-2.5!`}
              onClick={() => void act(name)}
              disabled={busy || going !== null}
            >
              <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
              {busy ? words : title}
            </button>
          )
        })}
        <ForkLink run={run} />
        {run.progress.step > 0 && (
          <Link
            className={`${button()} hidden! px-2.5! tablet:inline-flex!`}
            href={`/ask?runs=${run.id}`}
            title="Draw a digit or pick a sample, and see what it says"
          >
            <MessageCircleQuestion size={16} strokeWidth={1.75} aria-hidden="true" />
            Ask it
          </Link>
        )}
        {run.state === 'completed' && (
          <Link className={`${button()} px-2.5!`} href={`/compare?runs=${run.id}`}>
            <ChartSpline size={16} strokeWidth={1.75} aria-hidden="true" />
            Compare
          </Link>
        )}
        <Menu
          label="More"
          groups={[
            possible.map((name) => ({
              title: `${acts[name].title} and say why`,
              icon: MessageSquareText,
              onSelect: () => setExplained(name),
            })),
            furtherItems(run, replay.replay),
            files(run),
            applies('delete', run)
              ? [{ title: 'Delete', icon: Trash2, bad: true, onSelect: deletion.remove }]
              : [],
          ]}
        />
      </div>
      {refused && (
        <p role="alert" className="order-5 w-full text-bad">
          {refused}
        </p>
      )}
      {asking && (
        <ReasonForm
          key={asking}
          title={acts[asking].title}
          onClose={() => setExplained(null)}
          onSend={(reason) => {
            setExplained(null)
            void act(asking, reason ? { reason } : {})
          }}
        />
      )}
    </>
  )
}

/** To the form of a fork: from the end of a run that has nothing to go on from yet; absent where there never will be. */
function ForkLink({ run }: { run: Run }) {
  const begun = run.progress.step > 0
  if (!begun && endedStates.includes(run.state)) return null
  return (
    <Link
      className={`${button()} px-2.5!`}
      href={`/new?fork=${run.id}${begun ? '' : '&step=done'}`}
      title="Go on from its weights with part of the configuration changed"
    >
      <GitFork size={16} strokeWidth={1.75} aria-hidden="true" />
      Fork
    </Link>
  )
}

function furtherItems(run: Run, replay: () => void): MenuItem[] {
  const compare = { title: 'Compare', icon: ChartSpline, href: `/compare?runs=${run.id}` }
  return [
    ...(run.state === 'completed' ? [{ title: 'Replay', icon: Repeat, onSelect: replay }] : [compare]),
    { title: 'Ask it', icon: MessageCircleQuestion, href: `/ask?runs=${run.id}` },
    { title: 'Duplicate', icon: Copy, href: `/new?from=${run.id}` },
  ]
}

/** All raw points as a file, as far as there are any. */
function files({ id, seq, rawPoints }: Run): MenuItem[] {
  if (seq === 0 || rawPoints === 'none') return []
  return [
    { title: 'Metrics as CSV', icon: FileDown, href: metricsFile(id, 'csv'), file: true },
    { title: 'Metrics as Arrow', icon: FileDown, href: metricsFile(id, 'arrow'), file: true },
  ]
}
