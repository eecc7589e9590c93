/** The sign of Actoscope: a lens, and in it a function that bends. */
export function Mark({ size }: { size: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <circle cx="12" cy="12" r="10" />
      <path d="M5.5 15.5H11L17.5 7" stroke="var(--accent)" />
    </svg>
  )
}
