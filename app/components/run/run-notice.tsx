import Link from 'next/link'
import type { RunSnapshot } from '#app/stream/run-stream.ts'

/** What needs a look before anything else: why a run failed, or that the page shows the last that is known. */
export function RunNotice({ snapshot }: { snapshot: RunSnapshot }) {
  const { run, status, problem } = snapshot
  if (status === 'deleted') {
    return (
      <p role="status" className="mt-3 border-l-3 border-warn py-0.5 pl-4 text-14 text-ink-2">
        This run was deleted. What is below is the last that was received.{' '}
        <Link href="/" className="text-accent">
          Back to the runs
        </Link>
      </p>
    )
  }
  if (status === 'refused' && problem) {
    return (
      <p role="status" className="mt-3 border-l-3 border-warn py-0.5 pl-4 text-14 text-ink-2">
        No live data: {problem.detail} What is below is the last that was received.
      </p>
    )
  }
  if (run.state === 'failed') {
    return (
      <div className="mt-3 border-l-3 border-bad py-0.5 pl-4">
        <h2>Failed at step {run.progress.step.toLocaleString('en-US')}</h2>
        <p className="text-14 text-ink-2">{run.error ?? 'No reason was recorded.'}</p>
      </div>
    )
  }
  return null
}
