'use client'

import { X } from 'lucide-react'
import { memo, useCallback, useMemo } from 'react'
import { fillOf, Slider } from '#app/components/marks/slider.tsx'
import { activations, usualAlpha } from '#lib/nn/activations.ts'
import type { HiddenActivationName } from '#lib/nn/names.ts'
import { type CitationName, characters } from './citations.ts'
import { Cited } from './cited.tsx'
import { CurvePlot, type DrawnActivation } from './curve-plot.tsx'
import { kinkWords, plotFinding, rankingWords, saturationWords, slopeWords } from './curve-words.ts'
import { activationColours, curveAt, orderNames } from './curves.ts'
import { bounds, type ChosenActivation, type ExploreState, mostChosen, type Order } from './explore-state.ts'
import { fixed } from './reading.ts'
import type { Change } from './use-explore.ts'
import { Zoo } from './zoo.tsx'

interface CurvesSectionProps extends Pick<ExploreState, 'chosen' | 'orders' | 'z'> {
  change: Change
}

const single: DrawnActivation['colours'] = { 0: 'var(--ink)', 1: 'var(--accent)', 2: 'var(--accent)' }

/** Colours of the chosen: f in ink and f′ in the accent for one alone, else one colour an activation. */
function drawnOf(chosen: readonly ChosenActivation[]): DrawnActivation[] {
  if (chosen.length === 1) return [{ chosen: chosen[0]!, colours: single }]
  const colours = activationColours(chosen.map(({ name }) => name))
  return chosen.map((one) => {
    const colour = colours.get(one.name)!
    return { chosen: one, colours: { 0: colour, 1: colour, 2: colour } }
  })
}

/** f, f′ and f″ of any activations on one plot, and all activations beside it on the same axes. */
export const CurvesSection = memo(function CurvesSection({ chosen, orders, z, change }: CurvesSectionProps) {
  const shown = useMemo(() => drawnOf(chosen), [chosen])
  const names = useMemo(() => chosen.map(({ name }) => name), [chosen])
  const toggle = useCallback(
    (name: HiddenActivationName) => change({ chosen: toggled(chosen, name) }),
    [change, chosen],
  )
  return (
    <section
      aria-labelledby="curves"
      className="grid gap-x-10 gap-y-6 wide:grid-cols-[minmax(0,6fr)_minmax(0,7fr)]"
    >
      <div className="min-w-0">
        <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-4 gap-y-1">
          <h2 id="curves">f, f′ and f″</h2>
          <OrderKeys shown={shown} orders={orders} onChange={(next) => change({ orders: next })} />
        </div>
        <CurvePlot
          shown={shown}
          orders={orders}
          z={z}
          finding={plotFinding(chosen, z)}
          onMove={(next) => change({ z: next })}
        />
        <Slider
          label="Input z"
          range={bounds.z}
          value={z}
          onChange={(next) => change({ z: next })}
          text={fixed(z, Number.isInteger(Math.round(z * 100) / 10) ? 1 : 2)}
          spoken={`${fixed(z, 2)}: ${slopeWords(chosen[0]!, z)}`}
        />
        <Readings shown={shown} z={z} change={change} />
        <Words chosen={chosen} z={z} />
      </div>
      <div className="min-w-0">
        <div className="mb-2 flex min-h-7 flex-wrap items-center gap-x-3">
          <h2>All activations</h2>
          <p className="text-12 text-ink-3">
            z from −6 to 6, values from −1.2 to 2.2, beside the name the peak of f′. Press to put on the plot.
          </p>
        </div>
        <Zoo chosen={names} onToggle={toggle} />
      </div>
    </section>
  )
})

/** With one more or one less; the last one stays, and the oldest goes where there is no room. */
function toggled(chosen: readonly ChosenActivation[], name: HiddenActivationName): ChosenActivation[] {
  const rest = chosen.filter((one) => one.name !== name)
  if (rest.length < chosen.length) return rest.length > 0 ? rest : [...chosen]
  return [...chosen.slice(1 - mostChosen), { name, alpha: usualAlpha(name) }]
}

/** The key of the plot, which also chooses the curves. */
function OrderKeys({
  shown,
  orders,
  onChange,
}: {
  shown: readonly DrawnActivation[]
  orders: readonly Order[]
  onChange: (orders: Order[]) => void
}) {
  const all: readonly Order[] = [0, 1, 2]
  const alone = shown.length === 1
  return (
    <fieldset className="ml-auto flex gap-1">
      <legend className="sr-only">Curves</legend>
      {all.map((order) => {
        const on = orders.includes(order)
        const dash = order === 2 ? '1 3.5' : order === 1 && !alone ? '6 3' : undefined
        return (
          <button
            key={order}
            type="button"
            aria-pressed={on}
            onClick={() => {
              const next = all.filter((each) => (each === order ? !on : orders.includes(each)))
              if (next.length > 0) onChange(next)
            }}
            className="flex h-7 items-center gap-1.5 rounded-3 px-2 text-12 font-medium text-ink-3 hover:bg-hover aria-pressed:text-ink pointer-coarse:h-9"
          >
            <svg width="20" height="4" aria-hidden="true" className={on ? '' : 'opacity-30'}>
              <path
                d="M1 2H19"
                stroke={alone ? single[order] : 'var(--ink-2)'}
                strokeWidth="2"
                strokeDasharray={dash}
                strokeLinecap="round"
              />
            </svg>
            {orderNames[order]}
          </button>
        )
      })}
    </fieldset>
  )
}

/** f, f′ and f″ of each chosen activation at z, its parameter, and the way to take it off. */
function Readings({ shown, z, change }: { shown: readonly DrawnActivation[]; z: number; change: Change }) {
  const chosen = shown.map((one) => one.chosen)
  return (
    <ul aria-label="At z" className="text-12">
      {shown.map(({ chosen: one, colours }) => {
        const spec = activations[one.name].alpha
        const setAlpha = (alpha: number) =>
          change({ chosen: chosen.map((other) => (other.name === one.name ? { ...other, alpha } : other)) })
        return (
          <li
            key={one.name}
            className="grid min-h-10 grid-cols-[minmax(0,1fr)_repeat(3,minmax(60px,auto))_28px] items-center gap-x-3 border-b border-line py-1"
          >
            <span className="flex min-w-0 items-center gap-2">
              <i className="swatch" style={{ '--c': colours[1] } as Record<string, string>} />
              <span className="truncate font-mono text-ink">{one.name}</span>
            </span>
            {([0, 1, 2] as const).map((order) => (
              <span key={order} className="text-right whitespace-nowrap">
                <span className="text-ink-3">{orderNames[order]} </span>
                <span className="font-medium">{fixed(curveAt(one, order, z), 3)}</span>
              </span>
            ))}
            {shown.length > 1 ? (
              <button
                type="button"
                aria-label={`Take ${one.name} off the plot`}
                onClick={() => change({ chosen: toggled(chosen, one.name) })}
                className="grid size-7 place-items-center rounded-3 text-ink-3 hover:bg-hover hover:text-ink"
              >
                <X size={14} aria-hidden="true" />
              </button>
            ) : (
              <span />
            )}
            {spec && <Alpha one={one} spec={spec} onChange={setAlpha} />}
          </li>
        )
      })}
    </ul>
  )
}

/** The slider of an activation's parameter. */
function Alpha({
  one,
  spec,
  onChange,
}: {
  one: ChosenActivation
  spec: NonNullable<(typeof activations)[HiddenActivationName]['alpha']>
  onChange: (alpha: number) => void
}) {
  const { kind, least, most } = spec
  const where = {
    fixed: 'chosen with the network',
    learned: 'learned in training',
    random: 'drawn in training',
  }[kind]
  return (
    <div className="col-span-full grid grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 pl-5">
      <span className="text-ink-3">α, {where}</span>
      <input
        type="range"
        className="range"
        aria-label={`α of ${one.name}`}
        min={least}
        max={most}
        step={(most - least) / 200 > 0.02 ? 0.05 : 0.005}
        value={one.alpha}
        style={fillOf(one.alpha, least, most)}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <output className="w-12 text-right font-medium">{fixed(one.alpha, 3)}</output>
    </div>
  )
}

/** Two or three sentences on what is seen, and who says so. */
function Words({ chosen, z }: { chosen: readonly ChosenActivation[]; z: number }) {
  const alone = chosen.length === 1 ? chosen[0]! : null
  const sources = new Set<CitationName>(['backprop'])
  for (const { name } of chosen) {
    const { source } = characters[name]
    if (source) sources.add(source)
  }
  if (alone) {
    const kinks = kinkWords(alone)
    return (
      <div className="mt-4 max-w-[68ch]">
        <p className="text-14 text-ink-2">
          {characters[alone.name].text} <b className="font-medium text-ink">{slopeWords(alone, z)}</b>
        </p>
        <p className="mt-2 text-14 text-ink-2">
          {saturationWords(alone)} {kinks}
        </p>
        <Cited names={[...sources]} />
      </div>
    )
  }
  return (
    <div className="mt-4 max-w-[68ch]">
      <p className="text-14 font-medium">{rankingWords(chosen, z)}</p>
      <dl className="mt-2 grid gap-1 text-14 text-ink-2">
        {chosen.map(({ name }) => (
          <div key={name}>
            <dt className="inline font-mono text-12 text-ink">{name}</dt>{' '}
            <dd className="inline">{characters[name].text}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 text-12 text-ink-3">
        Bars at the foot of the plot: where f′ of that activation is below 5 % of its peak.
      </p>
      <Cited names={[...sources]} />
    </div>
  )
}
