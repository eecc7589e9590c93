/** A field of a body, or of what is in one: those inside it follow, one deeper. */
export interface Field {
  /** Its own among the fields of a body, e.g. `network.hidden.units`. */
  path: string
  depth: number
  name: string
  /** In words, e.g. `integer, 1 to 4096`. */
  type: string
  /** Name of the schema that it refers to; null where it has none. */
  schema: string | null
  required: boolean
  /** What it is where it is left out; null where nothing is said. */
  usual: string | null
  text: string | null
}

export interface Parameter extends Omit<Field, 'path' | 'depth' | 'schema'> {
  in: 'path' | 'query' | 'header' | 'cookie'
  /** The values that it can have; null where they are not a list. */
  choices: readonly string[] | null
}

export interface Answer {
  status: string
  text: string
  /** Media types, the usual one first; none for an answer without a body. */
  types: readonly string[]
  schema: string | null
}

/** One operation as a page shows it. */
export interface Operation {
  name: string
  method: string
  /** With the parts in braces that are to be filled in. */
  path: string
  summary: string
  text: string | null
  parameters: readonly Parameter[]
  body: { schema: string; required: boolean; example: string } | null
  answers: readonly Answer[]
}

/** All that the page of the API says. */
export interface Reference {
  groups: readonly { name: string; text: string; operations: readonly Operation[] }[]
  schemas: readonly { name: string; fields: readonly Field[] }[]
}
