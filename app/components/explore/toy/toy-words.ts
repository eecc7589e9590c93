import { count, figure } from '#app/format/numbers.ts'
import { activations } from '#lib/nn/activations.ts'
import type { ToySettings } from '../explore-state.ts'
import { countDead, type Deaths } from './toy-history.ts'
import type { ToyLook } from './toy-training.ts'

/** A learning rate as it is read: 0.1, 0.0032, 3. */
export function rateText(rate: number): string {
  return String(Number(rate.toPrecision(2)))
}

/** How well it tells the spirals apart, in a sentence. */
export function progressWords({ step, accuracy, heldOutAccuracy, loss }: ToyLook): string {
  if (!Number.isFinite(loss))
    return `After ${count(step)} steps the weights are no numbers any more: the steps were too large. Restart to begin anew.`
  const share = (value: number) => `${Math.round(100 * value)} %`
  if (step === 0)
    return `Before the first step it gets ${share(accuracy)} of the points right; guessing gets 50 %.`
  return `After ${count(step)} steps it gets ${share(accuracy)} of the points right, and ${share(heldOutAccuracy)} of new ones; loss ${figure(loss)}.`
}

/** Who is dead, why, and whether they came back. */
export function deathWords(look: ToyLook, deaths: Deaths, settings: ToySettings): string {
  const dead = countDead(look.dead)
  const all = settings.layers * settings.units
  if (!Number.isFinite(look.loss)) return ''
  if (dead === 0) {
    const returned = deaths.most > 0 ? ` ${deaths.most} had fallen silent, and came back.` : ''
    return `All ${all} units are alive: each answers to some point.${returned}`
  }
  const [are, they, them] = dead > 1 ? ['are', 'they learn', 'them'] : ['is', 'it learns', 'it']
  const exact = activations[settings.activation].aliveAbove === 0
  const why = exact
    ? `f′ is 0 for every point, so ${they} nothing more`
    : `f′ is below 1 % of its peak for every point, so ${they} next to nothing more`
  const who = `${dead} of ${all} units ${are} dead: ${why}.`
  if (settings.learningRate < deaths.deadliest) return `${who} ${loweredWords(dead, deaths, settings)}`
  if (!deaths.since) return `${who} The start weights made ${them} so.`
  if (!activations[settings.activation].rectifier) return who
  const { step, learningRate } = deaths.since
  return `${who} The first died by step ${count(step)}, at a learning rate of ${rateText(learningRate)}: a step that was too large threw ${them} where no point reaches.`
}

/** What became of the dead once the learning rate was lowered. */
function loweredWords(dead: number, { lowered, deadliest }: Deaths, { learningRate }: ToySettings): string {
  const back = (lowered ?? dead) - dead
  const stay = dead > 1 ? 'they do not come back' : 'it does not come back'
  const some = `${back} came back, the others do not`
  return `The learning rate went down from ${rateText(deadliest)} to ${rateText(learningRate)}, yet ${back > 0 ? some : stay}.`
}
