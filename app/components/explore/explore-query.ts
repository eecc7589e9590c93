import { z } from 'zod'
import { activations, usualAlpha } from '#lib/nn/activations.ts'
import { hiddenActivationNames } from '#lib/nn/names.ts'
import {
  bounds,
  type ChosenActivation,
  type ExploreState,
  mostChosen,
  type Order,
  usualState,
} from './explore-state.ts'

const within = ([least, most]: readonly [number, number, number]) => z.coerce.number().min(least).max(most)
const whole = (range: readonly [number, number, number]) => within(range).int()
const nameSchema = z.enum(hiddenActivationNames)

/** `leaky_relu`, or with its parameter `leaky_relu:0.1`; one that is out of bounds becomes the usual one. */
const chosenSchema = z.string().transform((text, context): ChosenActivation => {
  const [name, alpha] = text.split(':')
  const parsed = nameSchema.safeParse(name)
  if (!parsed.success) {
    context.addIssue({ code: 'custom', message: 'No such activation' })
    return z.NEVER
  }
  const spec = activations[parsed.data].alpha
  const given = alpha === undefined || !spec ? null : Number(alpha)
  const fits = given !== null && spec && given >= spec.least && given <= spec.most
  return { name: parsed.data, alpha: fits ? given : usualAlpha(parsed.data) }
})

const listSchema = z
  .string()
  .transform((text) => text.split(',').slice(0, mostChosen))
  .pipe(z.array(chosenSchema).min(1))
  .transform((list) => list.filter(({ name }, i) => list.findIndex((other) => other.name === name) === i))

const ordersSchema = z
  .string()
  .regex(/^[012]{1,3}$/)
  .transform((text) => ([0, 1, 2] as const).filter((order: Order) => text.includes(String(order))))

const split = (by: string | RegExp) => (text: unknown) => (typeof text === 'string' ? text.split(by) : text)

const logitsSchema = z.preprocess(
  split(','),
  z.array(within(bounds.logit)).refine(({ length }) => length === 2 || length === 10),
)

const { toy } = usualState
/** `relu,2x16` */
const shapeSchema = z
  .preprocess(split(/,|x(?=\d+$)/), z.tuple([nameSchema, whole(bounds.toyLayers), whole(bounds.toyUnits)]))
  .catch([toy.activation, toy.layers, toy.units])

/** What an address holds; each part that is missing or makes no sense is the usual one. */
const querySchema = z.object({
  f: listSchema.catch([...usualState.chosen]),
  d: ordersSchema.catch([...usualState.orders]),
  z: within(bounds.z).catch(usualState.z),
  layers: whole(bounds.layers).catch(usualState.layers),
  gain: within(bounds.gain).catch(usualState.gain),
  spread: within(bounds.spread).catch(usualState.spread),
  logits: logitsSchema.catch([...usualState.logits]),
  t: within(bounds.temperature).catch(usualState.temperature),
  toy: shapeSchema,
  lr: z.coerce.number().min(1e-3).max(10).catch(toy.learningRate),
  noise: within(bounds.toyNoise).catch(toy.noise),
  seed: whole(bounds.toySeed).catch(toy.seed),
})

/** Reads the query of an address. */
export function readState(query: Readonly<Record<string, string | string[] | undefined>>): ExploreState {
  const { f, d, t, toy: shape, lr, noise, seed, ...rest } = querySchema.parse(query)
  const [activation, layers, units] = shape
  return {
    ...rest,
    chosen: f,
    orders: d,
    temperature: t,
    toy: { activation, layers, units, learningRate: lr, noise, seed },
  }
}
