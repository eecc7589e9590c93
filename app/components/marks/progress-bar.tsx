interface ProgressBarProps {
  share: number
  /** What it shows, in words. */
  label: string
  /** For what goes on no longer. */
  quiet?: boolean
}

/** A thin bar. */
export function ProgressBar({ share, label, quiet }: ProgressBarProps) {
  const percent = Math.round(share * 100)
  return (
    <span
      role="progressbar"
      aria-valuenow={percent}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-label={label}
      className="block h-1 overflow-hidden rounded-1 bg-line"
    >
      <span
        className={`block h-full rounded-1 ${quiet ? 'bg-line-control' : 'bg-accent'}`}
        style={{ width: `${share * 100}%` }}
      />
    </span>
  )
}
