import { networkAnswer } from '#app/api/network-answer.ts'
import { predict, predictOne } from '#app/api/operations/networks.ts'
import { routes, serve } from '#app/api/serve.ts'
import { countSamples, type DatasetName, type SplitName } from '#lib/datasets/catalogue.ts'
import { AppError } from '#lib/errors.ts'
import { getRuntime } from '#lib/runtime.ts'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(predictOne, async ({ id, query: { step, split, index, activations }, request }) => {
    const { runs, networks } = getRuntime()
    assertThere((await runs.get(id)).config.dataset, split, index)
    const wanted = { samples: { split, indices: [index] }, activations }
    return networkAnswer({ request, id, step, nameFile: null }, (place) => networks.predict(place, wanted))
  }),
  serve(predict, async ({ id, body: { step, ...wanted } }) => {
    const { network, bytes } = await getRuntime().networks.predict({ runId: id, step }, wanted)
    const headers = {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'actoscope-step': String(network.step),
    }
    return new Response(bytes, { headers })
  }),
)

/** As the same is refused in a body, but by the name that it has here. */
function assertThere(dataset: DatasetName, split: SplitName, index: number): void {
  const count = countSamples(dataset, split)
  if (index < count) return
  const message = `${dataset} has ${count} samples in ${split}`
  throw new AppError('invalid_request', `index: ${message}`, { errors: [{ path: 'index', message }] })
}
