import { ChartSpline } from 'lucide-react'
import Link from 'next/link'
import { button } from '#app/components/marks/button.ts'

/** Floats over the board while runs are selected: what can be done with them together. */
export function SelectionBar({ ids, onClear }: { ids: readonly string[]; onClear: () => void }) {
  if (ids.length === 0) return null
  return (
    <div
      role="toolbar"
      aria-label="Selected runs"
      className="sticky bottom-[calc(var(--tabs)+8px+env(safe-area-inset-bottom))] z-[5] mx-auto mt-4 flex w-max max-w-full items-center gap-1 rounded-4 bg-raised py-1.5 pr-1.5 pl-3.5 shadow-float tablet:bottom-4"
    >
      <span className="mr-2 whitespace-nowrap">
        <b className="font-medium">{ids.length}</b> selected
      </span>
      {ids.length > 1 ? (
        <Link className={button({ kind: 'primary' })} href={`/compare?runs=${ids.join()}`}>
          <ChartSpline size={16} strokeWidth={1.75} aria-hidden="true" />
          Compare {ids.length}
        </Link>
      ) : (
        <span className="mr-2 text-ink-3">one more to compare</span>
      )}
      <button type="button" className={button({ kind: 'ghost' })} onClick={onClear}>
        Clear
      </button>
    </div>
  )
}
