import { type ProposedChange, proposalQuery, proposalWords } from '#app/components/form/proposed-change.ts'
import { peakOf } from '#app/format/activations.ts'
import type { HiddenLayer } from '#lib/contracts/network-config.ts'
import type { Run } from '#lib/contracts/run.ts'
import type { Verdict } from '#lib/contracts/verdict.ts'
import { activations } from '#lib/nn/activations.ts'

/** One change that a verdict suggests, and where it begins. */
export interface Suggestion {
  change: ProposedChange
  /** The run from its start with other weights; else a fork from before the finding. */
  anew: boolean
}

/** What of a run decides what is suggested. */
type Ill = Pick<Run, 'config' | 'learningRateChanges' | 'summary'>

const fork = (change: ProposedChange): Suggestion => ({ change, anew: false })
const anew = (change: ProposedChange): Suggestion => ({ change, anew: true })

/** The changes to try against what was found, the first choice first; none for what needs no mending. */
export function suggestionsFor(verdict: Verdict, run: Ill): Suggestion[] {
  const { hidden } = run.config.network
  const layer = layerOf(verdict, hidden)
  const rate = learningRateAt(run, verdict.step)
  const slower = (by: number) => fork({ learningRate: rounded(rate / by) })
  switch (verdict.name) {
    case 'vanishing':
      return vanishing(layer, run.config.network.initializer)
    case 'exploding':
      return [slower(10), ...(run.config.optimizer.clipNorm ? [] : [fork({ clipNorm: 1 })])]
    case 'dying':
      return [slower(3), ...(layer && isSilent(layer) ? [replaced(layer, 'leaky_relu')] : [])]
    case 'saturated':
      return [...(layer && layer.activation !== 'relu' ? [replaced(layer, 'relu')] : []), slower(3)]
    case 'oscillating':
      return [slower(2)]
    case 'overfitting':
      return hidden.length > 0 ? [fork({ dropout: moreDropout(hidden) })] : []
    case 'not_learning':
      return notLearning(hidden, rate)
    case 'healthy':
      return []
  }
}

/** Small slopes shrink the error in every layer; where slopes are no reason, the first weights are. */
function vanishing(
  layer: HiddenLayer | undefined,
  begun: Run['config']['network']['initializer'],
): Suggestion[] {
  if (!layer) return []
  const { rectifier, initializer } = activations[layer.activation]
  if (rectifier || layer.activation === 'identity') {
    const suits = begun === 'auto' || begun === initializer
    return [anew(suits ? { normalization: 'batch' } : { initializer })]
  }
  const { change } = replaced(layer, 'relu')
  return [fork(change), anew({ ...change, initializer: 'he' })]
}

/** Where slopes are small the activation is the first suspect, else the learning rate. */
function notLearning(hidden: readonly HiddenLayer[], rate: number): Suggestion[] {
  const flat = hidden.find((layer) => peakOf(layer) < 0.95)
  const other = fork({ learningRate: rounded(rate >= 1 ? rate / 10 : rate * 10) })
  return flat ? [replaced(flat, 'relu'), other] : [other]
}

function replaced({ activation }: HiddenLayer, by: 'relu' | 'leaky_relu'): Suggestion {
  return fork({ activation: by, replaces: activation })
}

/** Whether units of a layer can have no slope at all on one side. */
function isSilent({ activation }: HiddenLayer): boolean {
  const { rectifier, alpha, aliveAbove } = activations[activation]
  return rectifier && aliveAbove === 0 && alpha === undefined
}

/** A fifth, or a fifth more than there is, up to a half. */
function moreDropout(hidden: readonly HiddenLayer[]): number {
  const most = Math.max(...hidden.map(({ dropout }) => dropout ?? 0))
  return rounded(Math.min(0.5, most + 0.2))
}

/** The hidden layer that a verdict is about, or the first. */
function layerOf({ layer }: Verdict, hidden: readonly HiddenLayer[]): HiddenLayer | undefined {
  const place = Number(layer?.match(/^hidden_(\d+)$/)?.[1] ?? 1)
  return hidden[place - 1]
}

/** The learning rate that held at a step. */
function learningRateAt({ config, learningRateChanges }: Ill, step: number): number {
  const set = learningRateChanges.findLast((change) => change.step !== null && change.step <= step)
  return set?.learningRate ?? config.optimizer.learningRate
}

const rounded = (value: number) => Number(value.toPrecision(2))

/** The step up to which a fork looks for a checkpoint: before the finding, or where the run was best. */
function startOf({ name, step }: Verdict, { summary }: Ill): number {
  const best = name === 'overfitting' ? summary['val/loss']?.bestStep : null
  return Math.max(0, Math.min(step - 1, best ?? Number.POSITIVE_INFINITY))
}

/** The form with a suggestion filled in. */
export function suggestionAddress(
  run: Ill & Pick<Run, 'id'>,
  verdict: Verdict,
  suggestion: Suggestion,
): string {
  const source = suggestion.anew ? `from=${run.id}` : `fork=${run.id}&step=${startOf(verdict, run)}`
  return `/new?${source}&${proposalQuery(suggestion.change)}`
}

/** What a suggestion does, in words: Fork with learning rate 0.03. */
export function suggestionWords({ change, anew }: Suggestion): string {
  return `${anew ? 'Begin anew' : 'Fork'} with ${proposalWords(change)}`
}
