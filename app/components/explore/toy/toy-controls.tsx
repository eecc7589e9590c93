'use client'

import { Pause, Play, RotateCcw, StepForward } from 'lucide-react'
import { memo, useId } from 'react'
import { Select } from '#app/components/form/select.tsx'
import { button } from '#app/components/marks/button.ts'
import { Slider } from '#app/components/marks/slider.tsx'
import { activationFamilies } from '#app/format/activations.ts'
import { bounds, type ToySettings } from '../explore-state.ts'
import { rateText } from './toy-words.ts'

interface ToyControlsProps {
  settings: ToySettings
  playing: boolean
  ready: boolean
  onPlay: (playing: boolean) => void
  onStep: () => void
  onReset: () => void
  onChange: (settings: ToySettings) => void
}

/** A rate that reads well: two digits. */
const rateOf = (power: number) => Number((10 ** power).toPrecision(2))

/** What the toy is trained with. The learning rate may be dragged on the way, all else begins anew. */
export const ToyControls = memo(function ToyControls(props: ToyControlsProps) {
  const { settings, playing, ready, onPlay, onStep, onReset, onChange } = props
  const id = useId()
  const set = (part: Partial<ToySettings>) => onChange({ ...settings, ...part })
  const PlayIcon = playing ? Pause : Play
  return (
    <div>
      <div className="mb-3 flex gap-2">
        <button
          type="button"
          className={`${button({ kind: 'primary' })} flex-1`}
          disabled={!ready}
          onClick={() => onPlay(!playing)}
        >
          <PlayIcon size={16} strokeWidth={1.75} aria-hidden="true" />
          {playing ? 'Pause' : 'Train'}
        </button>
        <button type="button" className={button()} disabled={!ready || playing} onClick={onStep}>
          <StepForward size={16} strokeWidth={1.75} aria-hidden="true" />8 steps
        </button>
        <button type="button" className={button()} onClick={onReset}>
          <RotateCcw size={16} strokeWidth={1.75} aria-hidden="true" />
          Restart
        </button>
      </div>
      <Slider
        label="Learning rate"
        note="drag it while it trains"
        range={bounds.toyRate}
        value={Math.log10(settings.learningRate)}
        onChange={(power) => set({ learningRate: rateOf(power) })}
        text={rateText(settings.learningRate)}
      />
      <div className="grid min-h-12 grid-cols-[112px_minmax(0,1fr)] items-center gap-x-3 border-b border-line tablet:grid-cols-[144px_minmax(0,1fr)]">
        <label htmlFor={id}>Activation</label>
        <Select
          id={id}
          mono
          value={settings.activation}
          options={activationFamilies}
          onChange={(activation) => set({ activation })}
        />
      </div>
      <Slider
        label="Hidden layers"
        range={bounds.toyLayers}
        value={settings.layers}
        onChange={(layers) => set({ layers })}
        text={String(settings.layers)}
      />
      <Slider
        label="Units a layer"
        range={bounds.toyUnits}
        value={settings.units}
        onChange={(units) => set({ units })}
        text={String(settings.units)}
      />
      <Slider
        label="Noise"
        range={bounds.toyNoise}
        value={settings.noise}
        onChange={(noise) => set({ noise })}
        text={settings.noise.toFixed(3)}
      />
      <Slider
        label="Seed"
        note="same seed, same run"
        range={bounds.toySeed}
        value={settings.seed}
        onChange={(seed) => set({ seed })}
        text={String(settings.seed)}
      />
    </div>
  )
})
