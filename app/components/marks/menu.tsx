'use client'

import { Ellipsis, type LucideIcon } from 'lucide-react'
import Link from 'next/link'
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { button } from './button.ts'
import { usePopup } from './use-popup.ts'

/** One entry of a menu: does something, after which the menu may stay, or leads somewhere; a `file` is downloaded. */
export type MenuItem = { title: string; icon: LucideIcon; bad?: boolean; note?: string } & (
  | { onSelect: () => void; stays?: boolean }
  | { href: string; file?: boolean }
)

interface MenuProps {
  label: string
  /** Without an edge, for one in every row. */
  quiet?: boolean
  /** Groups of entries, a rule between them; empty ones leave no trace. */
  groups: readonly (readonly MenuItem[])[]
}

const itemClass =
  'flex h-8 w-full items-center gap-2.5 rounded-2 px-2.5 text-left whitespace-nowrap hover:bg-hover hover:no-underline focus-visible:bg-hover pointer-coarse:h-11'

/** A button that opens a list of what else can be done. Arrow keys go through it. */
export function Menu({ label, quiet, groups }: MenuProps) {
  const { open, setOpen, root } = usePopup()
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const entries = () => [...(list.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]

  useEffect(() => {
    const element = list.current
    if (!open || !element) return
    // Upwards where there is no room below.
    const { bottom, top, height } = element.getBoundingClientRect()
    if (bottom > window.innerHeight - 8 && top > height + 64) element.dataset.up = ''
    element.querySelector<HTMLElement>('[role=menuitem]')?.focus({ preventScroll: element.dataset.up === '' })
  }, [open])

  // What had the focus goes with the list.
  const close = () => {
    setOpen(false)
    root.current?.querySelector<HTMLElement>('[aria-expanded]')?.focus()
  }
  const move = (event: KeyboardEvent) => {
    const all = entries()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    if (target === undefined) return
    event.preventDefault()
    all.at(target % all.length)?.focus()
  }

  return (
    <div ref={root} className="relative flex-none!">
      <button
        type="button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        className={`${button({ kind: quiet ? 'ghost' : 'plain' })} w-control px-0! aria-expanded:bg-pressed`}
        onClick={() => setOpen(!open)}
      >
        <Ellipsis size={16} strokeWidth={1.75} aria-hidden="true" />
      </button>
      {open && (
        <div
          ref={list}
          id={id}
          role="menu"
          tabIndex={-1}
          aria-label={label}
          onKeyDown={move}
          className="absolute top-full right-0 z-20 mt-1 min-w-52 rounded-4 bg-raised p-1 shadow-float data-up:top-auto data-up:bottom-full data-up:mt-0 data-up:mb-1"
        >
          {groups
            .filter((items) => items.length > 0)
            .map((items) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of a menu is no form's fieldset
              <div
                key={items[0]!.title}
                role="group"
                className="not-first:mt-1 not-first:border-t not-first:border-line not-first:pt-1"
              >
                {items.map((item) => (
                  <Entry key={item.title} item={item} onChosen={close} />
                ))}
              </div>
            ))}
        </div>
      )}
    </div>
  )
}

function Entry({ item, onChosen }: { item: MenuItem; onChosen: () => void }) {
  const { title, icon: Icon, bad, note } = item
  const content = (
    <>
      <Icon size={16} strokeWidth={1.75} aria-hidden="true" className={bad ? '' : 'text-ink-3'} />
      {title}
      {note && <span className="ml-auto pl-3 text-12 text-ink-3">{note}</span>}
    </>
  )
  const shared = { role: 'menuitem', tabIndex: -1, className: `${itemClass} ${bad ? 'text-bad' : ''}` }
  if ('onSelect' in item) {
    const choose = () => {
      if (!item.stays) onChosen()
      item.onSelect()
    }
    return (
      <button type="button" {...shared} onClick={choose}>
        {content}
      </button>
    )
  }
  if (item.file) {
    return (
      <a {...shared} href={item.href} download onClick={onChosen}>
        {content}
      </a>
    )
  }
  return (
    <Link {...shared} href={item.href} onClick={onChosen}>
      {content}
    </Link>
  )
}
