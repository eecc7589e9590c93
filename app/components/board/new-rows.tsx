import { ArrowUp } from 'lucide-react'

/** Floats over the table while rows wait to be shown, since somebody reads; `words` say which, null where none do. */
export function NewRows({ words, onShow }: { words: string | null; onShow: () => void }) {
  return (
    <div
      role="status"
      className="pointer-events-none sticky top-[calc(var(--bar)+36px)] z-[6] flex h-0 justify-center"
    >
      {words !== null && (
        <button
          type="button"
          className="pointer-events-auto inline-flex h-7 items-center gap-1.5 rounded-full bg-raised px-3 text-12 font-medium whitespace-nowrap text-accent shadow-float hover:bg-hover pointer-coarse:h-11"
          onClick={() => {
            onShow()
            window.scrollTo({ top: 0 })
            // The button goes.
            document.querySelector<HTMLElement>('#main')?.focus({ preventScroll: true })
          }}
        >
          <ArrowUp size={14} strokeWidth={2} aria-hidden="true" />
          {words}
        </button>
      )}
    </div>
  )
}
