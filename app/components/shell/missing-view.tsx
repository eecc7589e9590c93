/** Says that the view in the address is not there; nothing where `id` is null. */
export function MissingView({ id }: { id: string | null }) {
  if (id === null) return null
  return (
    <p role="status" className="mb-4 rounded-3 bg-sunken px-3 py-2 break-words text-ink-2">
      There is no view <code>{id}</code> on this server, so this page is as it usually is. The link may be cut
      short, or from another server.
    </p>
  )
}
