import { Activations } from '#app/components/marks/activations.tsx'
import { StateWord } from '#app/components/marks/state-dot.tsx'
import { activationsOf } from '#app/format/networks.ts'
import type { Run } from '#lib/contracts/run.ts'
import { RunActions } from './run-actions.tsx'

interface RunHeaderProps {
  run: Run
  deleted: boolean
}

/** Name, state, activations, and what can be done. */
export function RunHeader({ run, deleted }: RunHeaderProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h1 className="min-w-0 break-words">{run.name}</h1>
      <StateWord state={run.state} />
      {run.attempt > 1 && (
        <span className="text-ink-3" title="Each attempt goes on from the newest checkpoint">
          attempt {run.attempt}
        </span>
      )}
      <span className="order-3 w-full overflow-hidden tablet:order-none tablet:ml-1 tablet:w-auto">
        <Activations names={activationsOf(run.config)} />
      </span>
      {!deleted && <RunActions run={run} />}
    </div>
  )
}
