'use client'

import { Repeat } from 'lucide-react'
import { button } from '#app/components/marks/button.ts'
import type { Run } from '#lib/contracts/run.ts'
import { useReplay } from './use-replay.ts'

/** Trains a completed run once more and goes to the new run. */
export function ReplayButton({ run }: { run: Run }) {
  const { replay, sending, failure } = useReplay(run)
  return (
    <>
      <button
        type="button"
        className={`${button()} ml-auto`}
        title="Train it once more and compare every figure and the weights"
        onClick={replay}
        disabled={sending}
      >
        <Repeat size={16} strokeWidth={1.75} aria-hidden="true" />
        {sending ? 'Queueing' : 'Replay'}
      </button>
      {failure && (
        <p role="alert" className="w-full text-bad">
          {failure}
        </p>
      )}
    </>
  )
}
