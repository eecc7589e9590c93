/** A checkpoint, as far as answers about it tell of it. */
interface Checkpoint {
  step: number
  weights: string
}

interface Asked {
  request: Request
  id: string
  /** The step that the address names; absent where it means the newest. */
  step: number | undefined
  /** Of a file, how it is called; null for JSON. */
  nameFile: ((step: number) => string) | null
}

/** Of what is said in JSON about a network: another one once other things are said. */
const jsonVersion = 1

/**
 * An answer about a network, or 304 for whoever holds it already. The file of one checkpoint never changes: where the
 * address names just that step, nobody needs to ask again.
 */
export async function networkAnswer(
  { request, id, step, nameFile }: Asked,
  ask: (place: {
    runId: string
    step: number | undefined
    holds(checkpoint: Checkpoint): boolean
  }) => Promise<{ network: Checkpoint; bytes: Uint8Array<ArrayBuffer> | null }>,
): Promise<Response> {
  const etagOf = ({ step, weights }: Checkpoint) => `"${weights}-${step}${nameFile ? '' : `-${jsonVersion}`}"`
  const { network, bytes } = await ask({
    runId: id,
    step,
    holds: (checkpoint) => holds(request, etagOf(checkpoint)),
  })
  const isFixed = nameFile !== null && step === network.step
  const common = {
    etag: etagOf(network),
    'actoscope-step': String(network.step),
    'cache-control': isFixed ? 'private, max-age=31536000, immutable' : 'private, no-cache',
  }
  if (bytes === null) return new Response(null, { status: 304, headers: common })
  const kind = nameFile
    ? {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${nameFile(network.step)}"`,
      }
    : { 'content-type': 'application/json' }
  return new Response(bytes, { headers: { ...common, ...kind } })
}

/** Whether `If-None-Match` names the answer, as RFC 9110 compares: weakly. */
function holds(request: Request, etag: string): boolean {
  const held = request.headers.get('if-none-match')
  if (held === null) return false
  return held.trim() === '*' || held.split(',').some((each) => each.trim().replace(/^W\//, '') === etag)
}
