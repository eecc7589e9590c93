import { z } from 'zod'
import { setting } from '#app/format/numbers.ts'
import { initializerTitles } from '#lib/nn/initializers.ts'
import { hiddenActivationNames, initializerNames, normalizationNames } from '#lib/nn/names.ts'
import type { RunDraft } from './run-draft.ts'

/** A field of the address; one that makes no sense counts as absent. */
const field = <Schema extends z.ZodType>(schema: Schema) => schema.optional().catch(undefined)

const proposedChangeSchema = z.object({
  activation: field(z.enum(hiddenActivationNames)),
  /** Activation of the hidden layers that get the other one; all of them where absent. */
  replaces: field(z.enum(hiddenActivationNames)),
  initializer: field(z.enum(initializerNames)),
  learningRate: field(z.coerce.number().positive().max(1000)),
  clipNorm: field(z.coerce.number().positive().max(1e9)),
  /** Of every hidden layer. */
  dropout: field(z.coerce.number().min(0).max(0.95)),
  /** Likewise. */
  normalization: field(z.enum(normalizationNames)),
})

/** What is to be another in a new run than in the one that it comes from; the address of the form carries it. */
export type ProposedChange = z.infer<typeof proposedChangeSchema>

/** The change that an address asks for; empty where it asks for none. */
export function readProposal(query: Readonly<Record<string, unknown>>): ProposedChange {
  const read = Object.entries(proposedChangeSchema.parse(query)).filter(([, value]) => value !== undefined)
  return Object.fromEntries(read)
}

/** The change as part of an address: learningRate=0.03. */
export function proposalQuery(change: ProposedChange): string {
  return new URLSearchParams(
    Object.entries(change).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString()
}

/** The change in words: leaky_relu, learning rate 0.03; empty where there is none. */
export function proposalWords({
  activation,
  initializer,
  learningRate,
  clipNorm,
  dropout,
  normalization,
}: ProposedChange): string {
  return [
    activation ?? [],
    initializer === undefined ? [] : `${initializerTitles[initializer]} weights`,
    learningRate === undefined ? [] : `learning rate ${setting(learningRate)}`,
    clipNorm === undefined ? [] : `clip norm ${setting(clipNorm)}`,
    dropout === undefined ? [] : `dropout ${setting(dropout)}`,
    normalization === undefined ? [] : `${normalization} normalization`,
  ]
    .flat()
    .join(', ')
}

/** A form with the change made in it. */
export function withProposal(draft: RunDraft, change: ProposedChange): RunDraft {
  const { activation, replaces, initializer, learningRate, clipNorm, dropout, normalization } = change
  const hidden = draft.hidden.map((layer) => ({
    ...layer,
    ...(activation && (!replaces || layer.activation === replaces) ? { activation, alpha: '' } : {}),
    ...(dropout === undefined ? {} : { dropout: String(dropout) }),
    ...(normalization === undefined ? {} : { normalization }),
  }))
  const rate = learningRate === undefined ? {} : { learningRate: String(learningRate) }
  return {
    ...draft,
    hidden,
    optimizer: { ...draft.optimizer, fields: { ...draft.optimizer.fields, ...rate } },
    ...(initializer ? { initializer: { name: initializer, parameter: '' } } : {}),
    ...(clipNorm === undefined ? {} : { clipNorm: String(clipNorm) }),
  }
}
