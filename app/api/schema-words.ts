import type { Field } from '#app/components/docs/reference.ts'
import type { JsonSchema } from './json-schemas.ts'

/** The parts of JSON Schema that the description of the API uses. */
interface Node {
  $ref?: string
  type?: string | string[]
  const?: unknown
  enum?: unknown[]
  format?: string
  pattern?: string
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  /** False where all that a list may hold is in `prefixItems`. */
  items?: Node | boolean
  prefixItems?: Node[]
  properties?: Record<string, Node>
  required?: string[]
  additionalProperties?: Node | boolean
  anyOf?: Node[]
  oneOf?: Node[]
  default?: unknown
  description?: string
}

const types: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  object: 'object',
  null: 'null',
}

/** What a value has to be, in words. */
export function typeWords(schema: JsonSchema): string {
  return wordsOf(schema)
}

function wordsOf(node: Node): string {
  const choices = node.anyOf ?? node.oneOf
  if (choices) return [...new Set(choices.map(wordsOf))].join(' or ')
  if (node.$ref) return nameOf(node.$ref)
  if ('const' in node) return JSON.stringify(node.const)
  if (node.enum) return node.enum.map((value) => JSON.stringify(value)).join(' or ')
  if (Array.isArray(node.type)) return node.type.map((type) => wordsOf({ ...node, type })).join(' or ')
  switch (node.type) {
    case 'array':
      return `list of ${wordsOf(itemOf(node) ?? {})}${countOf(node.minItems, node.maxItems, '')}`
    case 'string':
      if (node.format === 'date-time') return 'time, ISO 8601'
      if (node.pattern) return `text like ${node.pattern}`
      return `text${countOf(node.minLength, node.maxLength, ' characters')}`
    case 'integer':
    case 'number':
      return `${node.type}${rangeOf(node)}`
    case 'object':
      return typeof node.additionalProperties === 'object'
        ? `object of ${wordsOf(node.additionalProperties)} by name`
        : 'object'
    default:
      return types[node.type ?? ''] ?? 'any value'
  }
}

/** What a list holds; of one with places of their own, the first. */
function itemOf({ items, prefixItems }: Node): Node | undefined {
  return prefixItems?.[0] ?? (typeof items === 'object' ? items : undefined)
}

/** Last part of a reference. */
const nameOf = (reference: string) => reference.split('/').at(-1)!

function countOf(least: number | undefined, most: number | undefined, unit: string): string {
  if (most === undefined) return least ? `, at least ${least}${unit}` : ''
  if (least === most) return `, exactly ${most}${unit}`
  return least ? `, ${least} to ${most}${unit}` : `, at most ${most}${unit}`
}

function rangeOf({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Node): string {
  const [above, below] = [exclusiveMinimum, exclusiveMaximum]
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`
  const least = minimum === undefined ? above !== undefined && `above ${above}` : `at least ${minimum}`
  const most = maximum === undefined ? below !== undefined && `below ${below}` : `at most ${maximum}`
  const words = [least, most].filter(Boolean).join(', ')
  return words && `, ${words}`
}

/** The named schema that a value is, or a list of which it is; null where it has no name. */
export function schemaName(schema: JsonSchema): string | null {
  const node: Node = schema
  if (node.$ref) return nameOf(node.$ref)
  const inner = [itemOf(node), ...(node.anyOf ?? []), ...(node.oneOf ?? [])].find((each) => each?.$ref)
  return inner?.$ref ? nameOf(inner.$ref) : null
}

/** Every field of an object, each followed by those inside it. */
export function fieldsOf(schema: JsonSchema): Field[] {
  return fieldsWithin(schema, [])
}

/** The fields inside one at `path`, the names on the way to it. */
function fieldsWithin(node: Node, path: readonly string[]): Field[] {
  const { properties = {}, required = [], additionalProperties } = node
  const own = Object.entries(properties).flatMap(([name, property]) => [
    fieldOf(property, [...path, name], required.includes(name)),
    ...fieldsWithin(property, [...path, name]),
  ])
  const inner = [itemOf(node), typeof additionalProperties === 'object' ? additionalProperties : undefined]
  const choices = choicesOf(node).filter((choice) => choice.properties)
  return [
    ...own,
    ...inner.flatMap((each) => (each ? fieldsWithin(each, path) : [])),
    ...choices.flatMap((each) => (choices.length === 1 ? fieldsWithin(each, path) : choiceOf(each, path))),
  ]
}

const choicesOf = (node: Node): Node[] => node.anyOf ?? node.oneOf ?? []

/** One of several objects that a value can be: told apart by the field that has one value only. */
function choiceOf(choice: Node, path: readonly string[]): Field[] {
  const entries = Object.entries(choice.properties ?? {})
  const mark = entries.find(([, property]) => 'const' in property)
  const name = mark ? `${mark[0]}: ${JSON.stringify(mark[1].const)}` : 'or'
  const properties = Object.fromEntries(entries.filter((entry) => entry !== mark))
  return [
    { ...fieldOf({}, [...path, name], false), type: '' },
    ...fieldsWithin({ ...choice, properties }, [...path, name]),
  ]
}

function fieldOf(node: Node, path: readonly string[], required: boolean): Field {
  const choices = choicesOf(node)
  const plain = choices.filter((choice) => !choice.properties).map(wordsOf)
  const isOneOf = choices.length > plain.length + 1
  return {
    path: path.join('.'),
    depth: path.length - 1,
    name: path.at(-1)!,
    type: isOneOf ? [...plain, 'one of these'].join(' or ') : wordsOf(node),
    schema: schemaName({ ...node }),
    required,
    usual: node.default === undefined ? null : JSON.stringify(node.default),
    text: node.description ?? null,
  }
}
