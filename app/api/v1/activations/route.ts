import { listActivations } from '#app/api/operations/server.ts'
import { routes, serve } from '#app/api/serve.ts'
import { encodeValue, type MetricValue } from '#lib/contracts/metric-value.ts'
import { activations, outputActivations, usualAlpha } from '#lib/nn/activations.ts'
import { hiddenActivationNames, outputActivationNames } from '#lib/nn/names.ts'

const encodeRange = ([least, greatest]: readonly [number, number]): [MetricValue, MetricValue] => [
  encodeValue(least),
  encodeValue(greatest),
]

/** What is known about every activation; peak and range at the usual alpha. */
function describeActivations() {
  const items = hiddenActivationNames.map((name) => {
    const { title, formula, derivativeFormula, source, peak, range, initializer, rectifier, alpha } =
      activations[name]
    const usual = usualAlpha(name)
    return {
      name,
      title,
      formula,
      derivativeFormula,
      source,
      peak: encodeValue(peak(usual)),
      range: encodeRange(range(usual)),
      initializer,
      rectifier,
      alpha: alpha ?? null,
    }
  })
  const outputs = outputActivationNames.map((name) => {
    const { title, formula, source, peak, range } = outputActivations[name]
    return { name, title, formula, source, peak: encodeValue(peak), range: encodeRange(range) }
  })
  return { items, outputs }
}

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = routes(
  serve(listActivations, async () => describeActivations()),
)
