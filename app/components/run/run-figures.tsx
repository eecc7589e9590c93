import { elapsedSeconds, took } from '#app/format/durations.ts'
import { bytes, count, figure } from '#app/format/numbers.ts'
import { headline } from '#app/stream/headline.ts'
import type { RunSnapshot } from '#app/stream/run-stream.ts'
import { LearningRate } from './learning-rate.tsx'

const none = '–'

/** The headline figures in a row. */
export function RunFigures({ snapshot, now }: { snapshot: RunSnapshot; now: number }) {
  const { run } = snapshot
  const written = (value: number | null) => (value === null ? none : figure(value))
  const accuracy = headline(snapshot, 'val/accuracy')
  const seconds = elapsedSeconds(run, now)
  const rate = run.progress.samplesPerSecond
  const figures = [
    { title: 'Val accuracy', value: written(accuracy.last) },
    {
      title: accuracy.bestStep === null ? 'Best' : `Best, at ${count(accuracy.bestStep)}`,
      value: written(accuracy.best),
    },
    { title: 'Val loss', value: written(headline(snapshot, 'val/loss').last) },
    { title: 'Train loss', value: written(headline(snapshot, 'train/loss').last) },
    { title: 'Samples/s', value: rate === null ? none : count(rate) },
    { title: 'Duration', value: seconds === null ? none : took(seconds) },
    { title: 'Memory', value: run.memoryBytes === null ? none : bytes(run.memoryBytes) },
    { title: 'Learning rate', value: <LearningRate run={run} /> },
  ]
  return (
    <dl className="grid grid-cols-4 border-y border-line wide:grid-cols-8">
      {figures.map(({ title, value }) => (
        <div
          key={title}
          className="min-w-0 py-2 pl-3 first:border-0! first:pl-0! tablet:border-l tablet:border-line tablet:px-4 tablet:pt-2.5 tablet:pb-3 max-wide:nth-[4n+1]:border-0 max-wide:nth-[4n+1]:pl-0"
        >
          <dt className="truncate text-12 text-ink-3">{title}</dt>
          <dd className="text-16 font-medium tracking-tight whitespace-nowrap tablet:text-20">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
