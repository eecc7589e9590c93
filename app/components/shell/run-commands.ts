import {
  ChartSpline,
  Copy,
  GitFork,
  type LucideIcon,
  MessageCircleQuestion,
  Pause,
  Play,
  RotateCcw,
  Square,
  Trash2,
} from 'lucide-react'
import { applies } from '#app/components/board/control-words.ts'
import type { Toast } from '#app/components/shell/toasts.tsx'
import { deleteRun, pauseRun, restoreRun, resumeRun, retryRun, stopRun } from '#app/requests/control.ts'
import type { Run } from '#lib/contracts/run.ts'

/** Something that can be found by its title, and is done or leads somewhere. */
export interface Command {
  title: string
  icon: LucideIcon
  /** Does it, and answers what is to be told of it; or leads to an address. */
  act: { href: string } | (() => Promise<Toast | null> | null)
}

const controls = [
  { name: 'pause', title: 'Pause', done: 'Pausing', icon: Pause, request: pauseRun },
  { name: 'resume', title: 'Resume', done: 'Queued again:', icon: Play, request: resumeRun },
  { name: 'stop', title: 'Stop', done: 'Stopping', icon: Square, request: stopRun },
  { name: 'retry', title: 'Retry', done: 'Queued again:', icon: RotateCcw, request: retryRun },
] as const

/** What can be done with a run as it is now. */
export function runCommands(run: Run): Command[] {
  const { id, name } = run
  const changes = controls
    .filter((control) => applies(control.name, run))
    .map(({ title, done, icon, request }) => ({
      title: `${title} ${name}`,
      icon,
      act: async () => {
        await request(id)
        return { words: `${done} ${name}` }
      },
    }))
  const deletion: Command = {
    title: `Delete ${name}`,
    icon: Trash2,
    act: async () => {
      await deleteRun(id)
      return { words: `Deleted ${name}`, undo: () => restoreRun(id) }
    },
  }
  return [
    ...changes,
    { title: `Ask ${name}`, icon: MessageCircleQuestion, act: { href: `/ask?runs=${id}` } },
    { title: `Fork ${name}`, icon: GitFork, act: { href: `/new?fork=${id}` } },
    { title: `Duplicate ${name}`, icon: Copy, act: { href: `/new?from=${id}` } },
    { title: `Compare ${name}`, icon: ChartSpline, act: { href: `/compare?runs=${id}` } },
    ...(applies('delete', run) ? [deletion] : []),
  ]
}
