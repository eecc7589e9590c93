'use client'

import { ChevronDown, Search, X } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { activationFamilies } from '#app/format/activations.ts'
import { catalogue } from '#lib/datasets/catalogue.ts'
import { addressOf } from './address.ts'
import { type BoardFilter, narrows } from './board-state.ts'

/** Milliseconds without a key before the name filter applies. */
const typingPause = 250

/** Name, dataset and activation as filters; they stand in the address, so that a filtered board can be linked. */
export function Filters({ filter }: { filter: BoardFilter }) {
  const router = useRouter()
  const apply = (part: BoardFilter) => router.replace(addressOf({ ...filter, ...part }), { scroll: false })
  return (
    <search className="-mx-page mb-3 flex items-center gap-2 overflow-x-auto px-page py-1 [scrollbar-width:none] *:shrink-0 tablet:flex-wrap">
      <NameFilter value={filter.q ?? ''} onSettled={(q) => apply({ q })} />
      <Choice
        name="Dataset"
        value={filter.dataset ?? ''}
        options={catalogue.map(({ name, title }) => ({ name, title }))}
        onChange={(dataset) => apply({ dataset })}
      />
      <Choice
        name="Activation"
        value={filter.activation ?? ''}
        options={activationFamilies.flatMap(({ names }) => names.map((name) => ({ name, title: name })))}
        onChange={(activation) => apply({ activation })}
      />
      {narrows(filter) && (
        <Link
          href={addressOf(filter.sort ? { sort: filter.sort } : {})}
          scroll={false}
          className="inline-flex items-center gap-1 px-2 text-ink-2"
        >
          <X size={12} aria-hidden="true" />
          Clear filters
        </Link>
      )}
    </search>
  )
}

function NameFilter({ value, onSettled }: { value: string; onSettled: (value: string) => void }) {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => setText(value), [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  return (
    <label className="pill w-40 tablet:w-54" data-on={value ? true : undefined}>
      <span className="sr-only">Filter by name</span>
      <Search size={14} aria-hidden="true" className="shrink-0" />
      <input
        type="search"
        value={text}
        maxLength={120}
        placeholder="Name"
        className="w-full"
        onChange={(event) => {
          const next = event.target.value
          setText(next)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => onSettled(next.trim()), typingPause)
        }}
      />
    </label>
  )
}

interface ChoiceProps {
  name: string
  value: string
  options: readonly { name: string; title: string }[]
  onChange: (value: string) => void
}

function Choice({ name, value, options, onChange }: ChoiceProps) {
  return (
    <label className="pill relative pr-7" data-on={value ? true : undefined}>
      <span className="sr-only">{name}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)} className="-mr-6 pr-6">
        <option value="">{name}</option>
        {options.map((option) => (
          <option key={option.name} value={option.name}>
            {option.title}
          </option>
        ))}
      </select>
      <ChevronDown size={12} aria-hidden="true" className="pointer-events-none absolute right-2.5" />
    </label>
  )
}
