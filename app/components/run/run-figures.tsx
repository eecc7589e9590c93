import type { ReactNode } from 'react'
import { elapsedSeconds, took } from '#app/format/durations.ts'
import { count, figure, share } from '#app/format/numbers.ts'
import { headline } from '#app/stream/headline.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'
import { LearningRate } from './learning-rate.tsx'
import { type WorstLayer, worstLayer } from './worst-layer.ts'

const none = '–'

/** The headline figures in a row. */
export function RunFigures({ snapshot, now }: { snapshot: RunSnapshot; now: number }) {
  const { run } = snapshot
  const written = (value: number | null) => (value === null ? none : figure(value))
  const accuracy = headline(snapshot, 'val/accuracy')
  const seconds = elapsedSeconds(run, now)
  const rate = run.progress.samplesPerSecond
  const worst = worstLayer(snapshot)
  return (
    <dl className="grid grid-cols-4 border-y border-line wide:grid-cols-8">
      <Figure title="Val accuracy">{written(accuracy.last)}</Figure>
      <Figure title={accuracy.bestStep === null ? 'Best' : `Best, at ${count(accuracy.bestStep)}`}>
        {written(accuracy.best)}
      </Figure>
      <Figure title="Val loss">{written(headline(snapshot, 'val/loss').last)}</Figure>
      <Figure title="Train loss">{written(headline(snapshot, 'train/loss').last)}</Figure>
      <Figure
        title="Dead, worst layer"
        hint="Units that no training sample moves, in the layer with most of them"
      >
        {worst ? <Dead {...worst} /> : none}
      </Figure>
      <Figure title="Samples/s">{rate === null ? none : count(rate)}</Figure>
      <Figure title="Duration">{seconds === null ? none : took(seconds)}</Figure>
      <Figure title="Learning rate">
        <LearningRate run={run} />
      </Figure>
    </dl>
  )
}

function Figure({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <div className="min-w-0 py-2 pl-3 first:border-0! first:pl-0! tablet:border-l tablet:border-line tablet:px-4 tablet:pt-2.5 tablet:pb-3 max-wide:nth-[4n+1]:border-0 max-wide:nth-[4n+1]:pl-0">
      <dt className="truncate text-12 text-ink-3" title={hint}>
        {title}
      </dt>
      <dd className="text-16 font-medium tracking-tight whitespace-nowrap tablet:text-20">{children}</dd>
    </div>
  )
}

function Dead({ layer, dead, dying }: WorstLayer) {
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <span className={dying ? 'text-bad' : ''}>{share(dead)}</span>
      {dead > 0 && (
        <code className="hidden min-w-0 truncate text-12 font-normal text-ink-3 tablet:block">{layer}</code>
      )}
    </span>
  )
}
