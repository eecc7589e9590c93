'use client'

import { Dialog } from '#app/components/marks/dialog.tsx'
import { useSingleKeys } from '#app/hooks/use-keys.ts'
import { type Shortcut, shortcutGroups } from './shortcuts.ts'

/** All keys that do something, and whether keys alone do. */
export function ShortcutList({ onClose }: { onClose: () => void }) {
  const [on, setOn] = useSingleKeys()
  return (
    <Dialog label="Keyboard" onClose={onClose} className="max-w-180">
      <div className="p-5">
        <h2 className="mb-3 text-16 font-medium">Keyboard</h2>
        <div className="gap-x-10 tablet:columns-2">
          {shortcutGroups.map(({ title, shortcuts }) => (
            <section key={title} className="mb-4 break-inside-avoid">
              <h3 className="border-b border-line pb-1 text-12 font-medium text-ink-3">{title}</h3>
              <dl>
                {shortcuts.map((shortcut) => (
                  <Row key={shortcut.words} shortcut={shortcut} />
                ))}
              </dl>
            </section>
          ))}
        </div>
        <label className="flex items-center gap-2.5 border-t border-line pt-3 text-ink-2">
          <input
            type="checkbox"
            className="check"
            checked={on}
            onChange={(event) => setOn(event.target.checked)}
          />
          Keys without Ctrl or ⌘ work. Off helps where they are pressed by accident.
        </label>
      </div>
    </Dialog>
  )
}

function Row({ shortcut: { keys, words } }: { shortcut: Shortcut }) {
  return (
    <div className="flex min-h-8 items-center gap-3 border-b border-line py-1">
      <dt className="order-2 ml-auto flex flex-wrap justify-end gap-1">
        {keys.map((key) => (
          <kbd
            key={key}
            className="rounded-2 border border-line-strong px-1.5 font-sans text-11 whitespace-nowrap text-ink-2"
          >
            {key}
          </kbd>
        ))}
      </dt>
      <dd className="m-0">{words}</dd>
    </div>
  )
}
