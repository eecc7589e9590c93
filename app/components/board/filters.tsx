'use client'

import { ChevronDown, Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { activationFamilies } from '#app/format/activations.ts'
import { verdictLooks } from '#app/format/verdicts.ts'
import { runStates } from '#lib/contracts/run-state.ts'
import { catalogue } from '#lib/datasets/catalogue.ts'
import { type BoardFilter, type FilterName, narrows } from './board-view.ts'

/** Milliseconds without a key before the name filter applies. */
const typingPause = 250

interface FiltersProps {
  filter: BoardFilter
  onChange: (filter: BoardFilter) => void
  tags: readonly string[]
  members: readonly string[]
}

interface Option {
  name: string
  title: string
}
const plain = (names: readonly string[]): Option[] => names.map((name) => ({ name, title: name }))

const datasets = catalogue.map(({ name, title }) => ({ name, title }))
const activations = plain(activationFamilies.flatMap(({ names }) => names))
const verdicts = Object.entries(verdictLooks).map(([name, { word }]) => ({ name, title: word }))
const states = plain(runStates)

/** Filters of all rows; they stand in the address, so that a filtered board can be linked. */
export function Filters({ filter, onChange, tags, members }: FiltersProps) {
  const set = (name: FilterName, value: string) => {
    const { [name]: _, ...others } = filter
    onChange(value === '' ? others : { ...others, [name]: value })
  }
  const choice = (title: string, name: FilterName, options: readonly Option[]) => (
    <Choice
      title={title}
      value={filter[name] ?? ''}
      options={options}
      onChange={(value) => set(name, value)}
    />
  )
  return (
    <search className="-mx-page mb-3 flex items-center gap-2 overflow-x-auto px-page py-1 [scrollbar-width:none] *:shrink-0 tablet:flex-wrap">
      <NameFilter value={filter.q ?? ''} onSettled={(q) => set('q', q)} />
      {choice('Dataset', 'dataset', datasets)}
      {choice('Activation', 'activation', activations)}
      {choice('State', 'state', states)}
      {choice('Verdict', 'verdict', verdicts)}
      {choice('Tag', 'tag', plain(tags))}
      {choice('Member', 'createdBy', plain(members))}
      {narrows(filter) && (
        <button
          type="button"
          className="inline-flex h-7 items-center gap-1 rounded-full px-2 text-ink-2 hover:text-ink pointer-coarse:h-11"
          onClick={() => onChange(filter.sort ? { sort: filter.sort } : {})}
        >
          <X size={12} aria-hidden="true" />
          Clear filters
        </button>
      )}
    </search>
  )
}

function NameFilter({ value, onSettled }: { value: string; onSettled: (value: string) => void }) {
  const [text, setText] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const settled = useRef(onSettled)
  settled.current = onSettled
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
          timer.current = setTimeout(() => settled.current(next.trim()), typingPause)
        }}
      />
    </label>
  )
}

interface ChoiceProps {
  title: string
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
}

function Choice({ title, value, options, onChange }: ChoiceProps) {
  // What an address holds need not be offered, as a state of several.
  const known = value === '' || options.some(({ name }) => name === value)
  return (
    <label className="pill relative pr-7" data-on={value ? true : undefined}>
      <span className="sr-only">{title}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="-mr-6 max-w-48 [field-sizing:content] truncate pr-6"
      >
        <option value="">{title}</option>
        {!known && <option value={value}>{value.replaceAll(',', ', ')}</option>}
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
