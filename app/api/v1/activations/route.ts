import { handler, json } from '#app/api/handler.ts'
import { encodeValue } from '#lib/contracts/metric-value.ts'
import { activations, outputActivations, usualAlpha } from '#lib/nn/activations.ts'
import { hiddenActivationNames, outputActivationNames } from '#lib/nn/names.ts'

/** What is known about every activation; peak and range at the usual alpha. */
export const GET = handler(async () => {
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
      range: range(usual).map(encodeValue),
      initializer,
      rectifier,
      alpha: alpha ?? null,
    }
  })
  const outputs = outputActivationNames.map((name) => {
    const { title, formula, source, peak, range } = outputActivations[name]
    return { name, title, formula, source, peak: encodeValue(peak), range: range.map(encodeValue) }
  })
  return json({ items, outputs })
})
