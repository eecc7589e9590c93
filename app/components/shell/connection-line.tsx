'use client'

import { useConnectionStatus } from '#app/hooks/use-live.tsx'

/** Says that the page does not hear the server; silent while it does. */
export function ConnectionLine() {
  const offline = useConnectionStatus() === 'offline'
  return (
    <p role="status" className="whitespace-nowrap text-12 text-warn">
      {offline && (
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2 rounded-full border-[1.5px] border-current" />
          <span>
            Reconnecting<span className="hidden tablet:inline">, figures may be old</span>
          </span>
        </span>
      )}
    </p>
  )
}
