import { activations, hasManyAlphas } from '../nn/activations.ts'
import type { Arithmetic } from '../nn/arithmetic.ts'
import { type HiddenActivationName, hiddenActivationNames } from '../nn/names.ts'

/**
 * AssemblyScript source of the module `activations`: for each entry of the table a forward and a backward pass,
 * written out from the entry's own formulas. Two vectors at a time, loads before stores, so that V8's re-vectorizer
 * can join them (bench/products.ts shows whether it does).
 */
export function activationSource(): string {
  const head = [
    "import { cosine, erf, exp, expm1, log1p, sigmoid, sine, tanh } from './vector'",
    '// @ts-ignore: decorator\n@inline\nfunction ifAtMost(x: v128, y: v128, then: v128, otherwise: v128): v128 { return v128.bitselect(then, otherwise, f32x4.le(x, y)) }',
  ]
  return [...head, ...hiddenActivationNames.flatMap(passes)].join('\n')
}

/** Names of the functions that `passes` makes. */
export function passNames(name: HiddenActivationName): { forward: string; backward: string } {
  return { forward: `activate_${name}`, backward: `differentiate_${name}` }
}

/** `activate_NAME(alpha, count, z, a)` and `differentiate_NAME(alpha, count, z, a, delta)`. */
function passes(name: HiddenActivationName): string[] {
  const { value, derivative } = activations[name]
  // A fixed α is one number; others are a matrix of them.
  const each = hasManyAlphas(name)
  const parameter = each ? 'alphas: usize' : 'alpha: f32'
  const setUp = each ? '' : '  const fixed = f32x4.splat(alpha)\n'
  const step = each ? ', alphas += 32' : ''
  const loadAlpha = (i: number) => (each ? `v128.load(alphas, ${i * 16})` : 'fixed')
  const { forward, backward } = passNames(name)

  const apply = new Registers()
  const values = [0, 1].map((i) => value(apply, apply.load(`z, ${i * 16}`), apply.name(loadAlpha(i))))
  const slope = new Registers()
  const slopes = [0, 1].map((i) => {
    const z = slope.load(`z, ${i * 16}`)
    const a = slope.load(`a, ${i * 16}`)
    const d = slope.load(`delta, ${i * 16}`)
    return slope.mul(d, derivative(slope, z, a, slope.name(loadAlpha(i))))
  })
  return [
    `export function ${forward}(${parameter}, count: i32, z: usize, a: usize): void {
${setUp}  for (const end = z + (<usize>count << 2); z < end; z += 32, a += 32${step}) {
${apply.lines.join('\n')}
    v128.store(a, ${values[0]})
    v128.store(a, ${values[1]}, 16)
  }
}`,
    `export function ${backward}(${parameter}, count: i32, z: usize, a: usize, delta: usize): void {
${setUp}  for (const end = delta + (<usize>count << 2); delta < end; delta += 32, z += 32, a += 32${step}) {
${slope.lines.join('\n')}
    v128.store(delta, ${slopes[0]})
    v128.store(delta, ${slopes[1]}, 16)
  }
}`,
  ]
}

/** Writes down operations on vectors of four, each result in a name of its own; the same operation once. */
class Registers implements Arithmetic<string> {
  readonly lines: string[] = []
  readonly #known = new Map<string, string>()

  name(expression: string): string {
    const known = this.#known.get(expression)
    if (known) return known
    const name = `r${this.#known.size}`
    this.#known.set(expression, name)
    this.lines.push(`    const ${name}: v128 = ${expression}`)
    return name
  }

  load(place: string): string {
    return this.name(`v128.load(${place})`)
  }

  constant(value: number): string {
    const number = String(Math.fround(value))
    const text = /[.e]/.test(number) ? number : `${number}.0`
    // As a constant: the re-vectorizer does not join what reads a splatted register.
    return this.name(`f32x4(${text}, ${text}, ${text}, ${text})`)
  }

  add = (x: string, y: string) => this.name(`f32x4.add(${x}, ${y})`)
  sub = (x: string, y: string) => this.name(`f32x4.sub(${x}, ${y})`)
  mul = (x: string, y: string) => this.name(`f32x4.mul(${x}, ${y})`)
  div = (x: string, y: string) => this.name(`f32x4.div(${x}, ${y})`)
  neg = (x: string) => this.name(`f32x4.neg(${x})`)
  abs = (x: string) => this.name(`f32x4.abs(${x})`)
  ifAtMost = (x: string, y: string, then: string, otherwise: string) =>
    this.name(`ifAtMost(${x}, ${y}, ${then}, ${otherwise})`)
  exp = (x: string) => this.name(`exp(${x})`)
  expm1 = (x: string) => this.name(`expm1(${x})`)
  log1p = (x: string) => this.name(`log1p(${x})`)
  tanh = (x: string) => this.name(`tanh(${x})`)
  sigmoid = (x: string) => this.name(`sigmoid(${x})`)
  erf = (x: string) => this.name(`erf(${x})`)
  sin = (x: string) => this.name(`sine(${x})`)
  cos = (x: string) => this.name(`cosine(${x})`)
}
