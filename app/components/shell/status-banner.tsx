'use client'

import { useServerStatus } from '#app/hooks/use-server-status.ts'

/** What keeps the server from accepting and training runs, in its own words; nothing while all is well. */
export function StatusBanner() {
  const status = useServerStatus()
  const problems = status?.problems ?? []
  return (
    <div role="status">
      {problems.map(({ code, message }) => (
        <p
          key={code}
          className="flex items-baseline gap-2 border-b border-line bg-sunken px-page py-2 text-13 text-ink"
        >
          <span aria-hidden="true" className="size-2 flex-none self-center rounded-full bg-warn" />
          {message}.
        </p>
      ))}
    </div>
  )
}
