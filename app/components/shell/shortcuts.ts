import { boardShortcuts } from '#app/components/board/shortcuts.ts'
import { places } from './places.ts'

/** Keys that do something, and what. Keys that follow each other are separated by a space. */
export interface Shortcut {
  keys: readonly string[]
  words: string
}

/** Keys of one part of the pages. */
export interface ShortcutGroup {
  title: string
  shortcuts: readonly Shortcut[]
}

const everywhere: ShortcutGroup = {
  title: 'Everywhere',
  shortcuts: [
    { keys: ['Ctrl K', '⌘ K'], words: 'Find a run or an action' },
    { keys: ['?'], words: 'This list' },
    { keys: ['n'], words: 'New run' },
    ...places.map(({ title, key }) => ({ keys: [`g ${key}`], words: `Go to ${title}` })),
    { keys: ['t'], words: 'Light or dark' },
    { keys: ['Ctrl Z', '⌘ Z'], words: 'Undo the last deletion' },
  ],
}

const board: ShortcutGroup = { title: 'Runs', shortcuts: boardShortcuts }

const charts: ShortcutGroup = {
  title: 'Charts, with the slider below them focused',
  shortcuts: [
    { keys: ['←', '→'], words: 'To the reading before or after' },
    { keys: ['Page Up', 'Page Down'], words: 'A tenth of the way on or back' },
    { keys: ['Home', 'End'], words: 'To the first or the latest reading' },
    { keys: ['Esc'], words: 'Follow the latest reading again' },
  ],
}

/** All keys, in the order of the list. */
export const shortcutGroups: readonly ShortcutGroup[] = [everywhere, board, charts]
