'use client'

import { useCallback, useMemo, useState } from 'react'
import { useTokenColours } from '#app/hooks/use-token-colours.ts'
import type { ToySettings } from '../explore-state.ts'
import { greatestSize, toyTokens } from './paint.ts'
import { type Field, Surface } from './surface.tsx'
import { ToyControls } from './toy-controls.tsx'
import { ToyCurves } from './toy-curves.tsx'
import { type ToyLook, unitCells } from './toy-training.ts'
import { deathWords, progressWords } from './toy-words.ts'
import { type UnitPlace, UnitTiles } from './unit-tiles.tsx'
import { type ToyView, useToy } from './use-toy.ts'

interface ToyPanelProps {
  settings: ToySettings
  /** Whether it is on the screen. */
  visible: boolean
  onChange: (settings: ToySettings) => void
}

/** Steps between two sentences while it trains: quicker than that nobody reads. */
const stepsASentence = 160

/** The toy: controls, decision surface, units, curves. */
export function ToyPanel({ settings, visible, onChange }: ToyPanelProps) {
  const [wanted, setWanted] = useState(() => !matchMedia('(prefers-reduced-motion: reduce)').matches)
  const { view, advance, reset } = useToy(settings, wanted && visible)
  return (
    <div className="grid gap-x-10 gap-y-6 tablet:grid-cols-2 wide:grid-cols-[minmax(0,4fr)_minmax(0,5fr)_minmax(0,4fr)]">
      <div className="min-w-0 max-tablet:order-2">
        <ToyControls
          settings={settings}
          playing={wanted}
          ready={view.state === 'ready'}
          onPlay={setWanted}
          onStep={advance}
          onReset={reset}
          onChange={onChange}
        />
      </div>
      <Picture view={view} settings={settings} moving={wanted && visible} />
    </div>
  )
}

function Picture({ view, settings, moving }: { view: ToyView; settings: ToySettings; moving: boolean }) {
  const colours = useTokenColours(toyTokens)
  const [pinned, setPinned] = useState<UnitPlace | null>(null)
  const [hovered, setHovered] = useState<UnitPlace | null>(null)
  const pin = useCallback(
    (place: UnitPlace) =>
      setPinned((before) => (before?.layer === place.layer && before.unit === place.unit ? null : place)),
    [],
  )
  const look = view.state === 'ready' ? view.look : null
  const shown = hovered ?? pinned
  const field = useMemo(() => (look ? fieldOf(look, shown) : null), [look, shown])
  const read = useReadable(look, moving)

  if (view.state === 'failed')
    return (
      <p role="alert" className="text-14 text-bad">
        The toy could not be started in this browser: {view.message}. Everything above works without it.
      </p>
    )
  if (view.state === 'loading' || !colours || !field || !look || !read)
    return <div className="aspect-square w-full rounded-2 bg-sunken max-tablet:order-1" />
  const finding = shown
    ? `Unit ${shown.unit + 1} of hidden_${shown.layer + 1} over the plane`
    : `Decision surface over two spirals. ${progressWords(read)}`
  return (
    <>
      <div className="min-w-0 max-tablet:order-1">
        <Surface field={field} points={view.points} colours={colours} finding={finding} />
        <p className="mt-2 text-12 text-ink-3">
          {shown ? (
            <>
              <code>hidden_{shown.layer + 1}</code>, unit {shown.unit + 1}: orange below 0, blue above.
            </>
          ) : (
            'Orange and blue: what the network says of every place; dots: the points that it learns.'
          )}
        </p>
        <p className="mt-2 min-h-11 text-14">{progressWords(read)}</p>
        <p role="status" className="mt-1 min-h-16 text-14 text-ink-2" data-toy="deaths">
          {deathWords(look, view.deaths, settings)}
        </p>
      </div>
      <div className="grid min-w-0 content-start gap-6 max-wide:col-span-full max-tablet:order-3 max-wide:tablet:grid-cols-2 max-wide:tablet:gap-10">
        <div>
          <h3 className="mb-2 text-12 text-ink-3">What each unit computes; press one to see it large</h3>
          <UnitTiles look={look} colours={colours} pinned={pinned} onHover={setHovered} onPin={pin} />
        </div>
        <ToyCurves history={view.history} units={settings.layers * settings.units} />
      </div>
    </>
  )
}

/** What the large surface shows: the output, or one unit on the scale of its layer. */
function fieldOf(look: ToyLook, place: UnitPlace | null): Field {
  const layer = place && look.units[place.layer]
  const size = unitCells * unitCells
  if (!place || !layer || (place.unit + 1) * size > layer.length)
    return { cells: look.surface, signed: (p) => 2 * p - 1 }
  const most = greatestSize(layer)
  return {
    cells: layer.slice(place.unit * size, (place.unit + 1) * size),
    signed: (cell) => cell / most,
  }
}

/** The look that the sentences tell of: every one while nothing moves, else one now and then. */
function useReadable(look: ToyLook | null, moving: boolean): ToyLook | null {
  const [kept, setKept] = useState<ToyLook | null>(null)
  if (look === kept || !look) return kept
  const due = !kept || !moving || look.step < kept.step || look.step - kept.step >= stepsASentence
  if (due || !Number.isFinite(look.loss)) {
    setKept(look)
    return look
  }
  return kept
}
