'use client'

import { Command as Menu } from 'cmdk'
import { Keyboard, type LucideIcon, Moon, Plus } from 'lucide-react'
import { usePathname, useRouter } from 'next/navigation'
import { type ReactNode, useState } from 'react'
import { Dialog } from '#app/components/marks/dialog.tsx'
import { StateDot } from '#app/components/marks/state-dot.tsx'
import { useToast } from '#app/components/shell/toasts.tsx'
import { useAnswer } from '#app/hooks/use-answer.ts'
import { failureWords } from '#app/requests/problem-error.ts'
import { fetchRun } from '#app/requests/runs.ts'
import { places } from './places.ts'
import { type Command, runCommands } from './run-commands.ts'
import { switchTheme } from './switch-theme.ts'
import { useFoundRuns } from './use-found-runs.ts'

interface CommandPaletteProps {
  onClose: () => void
  onShowKeys: () => void
}

/** Finds runs by name, pages and actions by title; Enter goes there or does it. */
export function CommandPalette({ onClose, onShowKeys }: CommandPaletteProps) {
  const router = useRouter()
  const toast = useToast()
  const [words, setWords] = useState('')
  const { runs, failed } = useFoundRuns(words.trim())
  const own = useOwnCommands()
  const general: Command[] = [
    { title: 'New run', icon: Plus, act: { href: '/new' } },
    ...places.map(({ title, href, icon }) => ({ title: `Go to ${title}`, icon, act: { href } })),
    { title: 'Switch between light and dark', icon: Moon, act: done(switchTheme) },
    { title: 'Keyboard shortcuts', icon: Keyboard, act: done(onShowKeys) },
  ]

  const go = (href: string) => {
    onClose()
    router.push(href)
  }
  const choose = async ({ act }: Command) => {
    if (typeof act !== 'function') return go(act.href)
    // First, since an act may open something else in its place.
    onClose()
    try {
      const told = await act()
      if (told) toast(told)
    } catch (error) {
      toast({ words: failureWords(error), bad: true })
    }
  }
  const commands = (title: string, all: readonly Command[]) => (
    <Group title={title} shown={matching(all, words)}>
      {(command) => (
        <Entry
          key={command.title}
          value={command.title}
          icon={command.icon}
          onSelect={() => void choose(command)}
        >
          {command.title}
        </Entry>
      )}
    </Group>
  )

  return (
    <Dialog label="Find a run or an action" onClose={onClose} className="mt-[12vh] max-w-150">
      <Menu shouldFilter={false} loop label="Find a run or an action" className="grid">
        <Menu.Input
          data-focused-first
          value={words}
          onValueChange={setWords}
          placeholder="Name of a run, or what to do"
          className="h-12 border-b border-line bg-transparent px-4 text-14 outline-none placeholder:text-ink-3 placeholder:opacity-100"
        />
        <Menu.List className="max-h-[min(420px,60dvh)] overflow-y-auto p-1.5">
          <Menu.Empty className="px-3 py-6 text-center text-ink-3">
            {failed ? 'The server did not answer.' : 'No run and no action has that name.'}
          </Menu.Empty>
          {commands('This run', own)}
          <Group title="Runs" shown={runs}>
            {(run) => (
              <Menu.Item
                key={run.id}
                value={run.id}
                onSelect={() => go(`/runs/${run.id}`)}
                className={itemClass}
              >
                <span className="grid w-4 place-items-center">
                  <StateDot state={run.state} />
                </span>
                <span className="truncate">{run.name}</span>
                <span className="ml-auto pl-3 text-12 whitespace-nowrap text-ink-3">
                  {run.config.dataset}
                </span>
              </Menu.Item>
            )}
          </Group>
          {commands('Actions', general)}
        </Menu.List>
      </Menu>
    </Dialog>
  )
}

const itemClass =
  'flex h-9 items-center gap-2.5 rounded-2 px-2.5 data-[selected=true]:bg-accent-wash pointer-coarse:h-11 cursor-pointer'

/** Something that is seen when it is done, and not told of. */
const done = (act: () => void) => () => {
  act()
  return null
}

/** Commands of the run that the page shows; none on other pages. */
function useOwnCommands(): Command[] {
  const id = /^\/runs\/([^/]+)$/.exec(usePathname())?.[1] ?? null
  const { answer } = useAnswer(id ?? '', async (signal) => (id ? await fetchRun(id, signal) : null))
  return answer ? runCommands(answer) : []
}

/** Those of which every word is a part of the title. */
function matching(commands: readonly Command[], words: string): Command[] {
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean)
  return commands.filter(({ title }) => parts.every((part) => title.toLowerCase().includes(part)))
}

function Group<T>({
  title,
  shown,
  children,
}: {
  title: string
  shown: readonly T[]
  children: (one: T) => ReactNode
}) {
  if (shown.length === 0) return null
  return (
    <Menu.Group
      heading={title}
      className="pb-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-ink-3"
    >
      {shown.map(children)}
    </Menu.Group>
  )
}

function Entry({
  value,
  icon: Icon,
  onSelect,
  children,
}: {
  value: string
  icon: LucideIcon
  onSelect: () => void
  children: ReactNode
}) {
  return (
    <Menu.Item value={value} onSelect={onSelect} className={itemClass}>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" className="text-ink-3" />
      <span className="truncate">{children}</span>
    </Menu.Item>
  )
}
