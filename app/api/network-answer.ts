interface Asked {
  request: Request
  network: { step: number; weights: string }
  /** The step that the address names; absent where it means the newest. */
  step: number | undefined
}

/** Of what is said in JSON about a network: another one once other things are said. */
const jsonVersion = 1

/**
 * An answer about a network, or 304 for whoever holds it already. The file of one checkpoint never changes: where the
 * address names just that step, nobody needs to ask again.
 */
export async function networkAnswer(
  { request, network, step }: Asked,
  read: () => Promise<Uint8Array<ArrayBuffer>>,
  file: { 'content-disposition': string } | null = null,
): Promise<Response> {
  const etag = `"${network.weights}-${network.step}${file ? '' : `-${jsonVersion}`}"`
  const isFixed = file !== null && step === network.step
  const common = {
    etag,
    'actoscope-step': String(network.step),
    'cache-control': isFixed ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  }
  if (holds(request, etag)) return new Response(null, { status: 304, headers: common })
  const type = file ? 'application/octet-stream' : 'application/json'
  return new Response(await read(), { headers: { ...common, 'content-type': type, ...file } })
}

/** Whether `If-None-Match` names the answer, as RFC 9110 compares: weakly. */
function holds(request: Request, etag: string): boolean {
  const held = request.headers.get('if-none-match')
  if (held === null) return false
  return held.trim() === '*' || held.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)
}
