'use client'

import {
  ChevronDown,
  ChevronsUp,
  ChevronUp,
  Copy,
  GitFork,
  type LucideIcon,
  Pause,
  Play,
  RotateCcw,
  Square,
  Tag,
  Trash2,
} from 'lucide-react'
import { memo } from 'react'
import { Menu, type MenuItem } from '#app/components/marks/menu.tsx'
import { setting } from '#app/format/numbers.ts'
import type { Run } from '#lib/contracts/run.ts'
import { endedStates } from '#lib/contracts/run-state.ts'
import { applies, type Control, controls, controlTitles } from './control-words.ts'
import type { RowActs } from './row-acts.ts'

/** The sign of each action. */
export const controlIcons: Record<Control, LucideIcon> = {
  pause: Pause,
  resume: Play,
  stop: Square,
  retry: RotateCcw,
  delete: Trash2,
}

const mostPriority = 100

interface RunMenuProps {
  run: Run
  /** Whether it has a place in the queue that can be changed. */
  movable: boolean
  acts: RowActs
}

/** What can be done with one run. */
export const RunMenu = memo(function RunMenu({ run, movable, acts }: RunMenuProps) {
  const offered = controls.filter((name) => applies(name, run))
  const item = (name: Control): MenuItem => ({
    title: controlTitles[name],
    icon: controlIcons[name],
    bad: name === 'delete',
    onSelect: () => acts.control(name, [run]),
  })
  return (
    <Menu
      quiet
      label={`Actions for ${run.name}`}
      groups={[
        offered.filter((name) => name !== 'delete').map(item),
        run.state === 'queued' || run.state === 'paused' ? places(run, movable, acts) : [],
        [{ title: 'Edit tags', icon: Tag, onSelect: () => acts.editTags([run.id]) }],
        [{ title: 'Duplicate', icon: Copy, href: `/new?from=${run.id}` }, ...fork(run)],
        offered.filter((name) => name === 'delete').map(item),
      ]}
    />
  )
})

/** Ways to an earlier start. */
function places(run: Run, movable: boolean, { move, prioritize }: RowActs): MenuItem[] {
  const { priority } = run
  const step = (title: string, icon: LucideIcon, by: number): MenuItem[] => {
    if (Math.abs(priority + by) > mostPriority) return []
    const note = `${setting(priority)} → ${setting(priority + by)}`
    return [{ title, icon, note, stays: true, onSelect: () => prioritize(run, priority + by) }]
  }
  return [
    ...(movable ? [{ title: 'Move to the front', icon: ChevronsUp, onSelect: () => move(run.id, 0) }] : []),
    ...step('Raise priority', ChevronUp, 1),
    ...step('Lower priority', ChevronDown, -1),
  ]
}

/** To the form of a fork: from the end of a run that has nothing to go on from yet; absent where there never will be. */
function fork({ id, state, progress }: Run): MenuItem[] {
  const begun = progress.step > 0
  if (!begun && endedStates.includes(state)) return []
  return [{ title: 'Fork', icon: GitFork, href: `/new?fork=${id}${begun ? '' : '&step=done'}` }]
}
