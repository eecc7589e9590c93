import { ChevronRight } from 'lucide-react'

/** Says whether the `group` around it is folded. */
export function Chevron() {
  return (
    <ChevronRight
      size={14}
      strokeWidth={1.75}
      aria-hidden="true"
      className="self-center text-ink-3 group-open:rotate-90"
    />
  )
}
