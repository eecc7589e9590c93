/** Two curves that cross, without any data. */
export function PlainChart() {
  return (
    <svg width="240" height="96" viewBox="0 0 240 96" fill="none" aria-hidden="true">
      {[16, 42, 68].map((y) => (
        <path key={y} d={`M0 ${y + 0.5}H240`} stroke="var(--grid)" />
      ))}
      <path d="M0 94.5H240" stroke="var(--line-strong)" />
      <g strokeWidth="1.75" strokeLinecap="round">
        <path d="M2 90C60 84 80 22 238 16" stroke="var(--run-1)" />
        <path d="M2 90C30 40 90 44 238 36" stroke="var(--run-2)" />
      </g>
    </svg>
  )
}
