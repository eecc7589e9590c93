'use client'

import { memo, useMemo } from 'react'
import { button } from '#app/components/marks/button.ts'
import { Segments } from '#app/components/marks/segments.tsx'
import { fillOf, Slider } from '#app/components/marks/slider.tsx'
import { Cited } from './cited.tsx'
import { bounds, type ExploreState, usualLogits } from './explore-state.ts'
import {
  classNames,
  type Outputs,
  outputsOf,
  probabilityText,
  sigmoidWords,
  softmaxWords,
} from './probabilities.ts'
import { fixed } from './reading.ts'
import type { Change } from './use-explore.ts'

interface SoftmaxSectionProps extends Pick<ExploreState, 'logits' | 'temperature'> {
  change: Change
}

const counts = [
  { name: '2', title: '2 classes' },
  { name: '10', title: '10 classes' },
] as const

/** Logits as sliders, what softmax makes of them, and what independent sigmoids do. */
export const SoftmaxSection = memo(function SoftmaxSection(props: SoftmaxSectionProps) {
  const { logits, temperature, change } = props
  const outputs = useMemo(() => outputsOf(logits, temperature), [logits, temperature])
  const names = classNames(logits.length)
  return (
    <section aria-labelledby="outputs" className="mt-10 border-t border-line-strong pt-4">
      <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id="outputs">Softmax and sigmoid outputs</h2>
        <p className="text-12 text-ink-3">
          {logits.length === 10 ? 'ten logits for one picture of a 4' : 'two logits for one review'}
        </p>
        <div className="ml-auto flex items-center gap-2">
          <Segments
            label="Number of classes"
            value={logits.length === 2 ? '2' : '10'}
            options={counts}
            onChange={(count) => change({ logits: usualLogits[count === '2' ? 2 : 10] })}
          />
          <button
            type="button"
            className={button({ kind: 'ghost' })}
            onClick={() => change({ logits: usualLogits[logits.length === 2 ? 2 : 10], temperature: 1 })}
          >
            Reset
          </button>
        </div>
      </div>
      <div className="grid gap-x-10 gap-y-4 wide:grid-cols-[minmax(0,1fr)_340px]">
        <Table
          logits={logits}
          outputs={outputs}
          names={names}
          onChange={(index, value) => change({ logits: logits.map((z, i) => (i === index ? value : z)) })}
        />
        <div>
          <Slider
            label="Temperature"
            range={bounds.temperature}
            value={temperature}
            onChange={(next) => change({ temperature: next })}
            text={fixed(temperature, 1)}
          />
          <Figure label="Entropy of softmax">
            {fixed(outputs.entropy, 2)} of {fixed(Math.log2(logits.length), 2)} bits
          </Figure>
          <Figure label="Most likely">
            {names[outputs.top]}, {probabilityText(outputs.softmax[outputs.top]!)}
          </Figure>
          <div className="mt-4 text-14 text-ink-2">
            <p className="font-medium text-ink">
              {softmaxWords(outputs, names)} {sigmoidWords(outputs, names)}
            </p>
            <p className="mt-2">
              Softmax makes the classes compete: raise one logit and all others fall, because the sum stays 1.
              Sigmoids judge each class alone.
              {logits.length === 2 &&
                ' With two classes, softmax is the sigmoid of the difference of the logits.'}
            </p>
            <p className="mt-2">
              A low temperature sharpens the choice, a high one evens it out; the order stays.
            </p>
          </div>
          <Cited names={['softmax', 'temperature']} />
        </div>
      </div>
    </section>
  )
})

function Figure({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <p className="flex min-h-10 items-center justify-between gap-3 border-b border-line">
      <span>{label}</span>
      <span className="font-medium">{children}</span>
    </p>
  )
}

interface TableProps {
  logits: readonly number[]
  outputs: Outputs
  names: readonly string[]
  onChange: (index: number, value: number) => void
}

/** A row a class: slider, logit, probability by softmax, output of its sigmoid. */
function Table({ logits, outputs, names, onChange }: TableProps) {
  const [least, most, step] = bounds.logit
  return (
    <table className="table-fixed self-start">
      <thead>
        <tr className="h-7 border-b border-line-strong [&>th]:pr-2">
          <th className={names.length === 2 ? 'w-16' : 'w-6 tablet:w-14'}>
            <span className="max-tablet:sr-only">Class</span>
          </th>
          <th className="w-[24%] tablet:w-[28%]">Logit</th>
          <th className="w-11">
            <span className="sr-only">Value</span>
          </th>
          <th>Softmax</th>
          <th>Sigmoids</th>
        </tr>
      </thead>
      <tbody>
        {logits.map((z, i) => (
          <tr key={names[i]} className="h-9 tablet:h-7 [&>td]:pr-2">
            <th scope="row" className="text-12 font-medium text-ink!">
              {names[i]}
            </th>
            <td>
              <input
                type="range"
                className="range"
                aria-label={`Logit of ${names[i]}`}
                min={least}
                max={most}
                step={step}
                value={z}
                style={fillOf(z, least, most)}
                onChange={(event) => onChange(i, Number(event.target.value))}
              />
            </td>
            <td className="text-right text-12">{fixed(z, 2)}</td>
            <td>
              <Bar value={outputs.softmax[i]!} colour="var(--run-1)" strong={i === outputs.top} />
            </td>
            <td>
              <Bar value={outputs.sigmoids[i]!} colour="var(--run-2)" strong={outputs.sigmoids[i]! > 0.5} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="h-9 border-t border-line-strong [&>td]:font-medium">
          <th scope="row">Sum</th>
          <td />
          <td />
          <td>1.00</td>
          <td>{fixed(outputs.sigmoidSum, 2)}</td>
        </tr>
      </tfoot>
    </table>
  )
}

/** A share of 1 as a bar, quiet where it is not chosen. */
function Bar({ value, colour, strong }: { value: number; colour: string; strong: boolean }) {
  return (
    <span className="flex items-center gap-2">
      <i
        className="h-3.5 min-w-px rounded-1"
        style={{
          width: `calc((100% - 44px) * ${value})`,
          background: strong ? colour : 'var(--line-control)',
        }}
      />
      <span className="text-12 whitespace-nowrap text-ink-2">{probabilityText(value)}</span>
    </span>
  )
}
