import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { schemaOf } from '#app/api/json-schemas.ts'
import { apiReference } from '#app/api/reference.ts'
import { fieldsOf, typeWords } from '#app/api/schema-words.ts'

describe('a schema in words', () => {
  it.each([
    ['text', z.string()],
    ['text, 1 to 40 characters', z.string().min(1).max(40)],
    ['text, at most 40 characters', z.string().max(40)],
    ['text like ^a+$', z.string().regex(/^a+$/)],
    ['time, ISO 8601 or null', z.iso.datetime().nullable()],
    ['true or false', z.boolean()],
    ['integer', z.int()],
    ['integer, 1 to 9', z.int().min(1).max(9)],
    ['number, above 0', z.number().positive()],
    ['number, at least 0, below 1', z.number().min(0).lt(1)],
    ['"a" or "b"', z.enum(['a', 'b'])],
    ['true', z.literal(true)],
    ['list of integer, at most 3', z.array(z.int()).max(3)],
    ['list of integer, exactly 2', z.tuple([z.int(), z.int()])],
    ['object of integer by name', z.record(z.string(), z.int())],
    ['integer or text', z.union([z.int(), z.string()])],
    ['any value', z.unknown()],
  ])('%s', (words, schema) => {
    expect(typeWords(schemaOf(schema))).toBe(words)
  })
})

describe('the fields of a schema', () => {
  it('come each with those inside it, one deeper, and every choice by what marks it', () => {
    const schema = z.object({
      list: z.array(z.object({ a: z.int().default(3) })).optional(),
      kind: z.union([
        z.literal('auto'),
        z.object({ name: z.literal('x'), size: z.int() }),
        z.object({ name: z.literal('y') }),
      ]),
    })
    const fields = fieldsOf(schemaOf(schema))
    expect(fields.map(({ path, depth, type, required }) => [path, depth, type, required])).toEqual([
      ['list', 0, 'list of object', false],
      ['list.a', 1, 'integer', true],
      ['kind', 0, '"auto" or one of these', true],
      ['kind.name: "x"', 1, '', false],
      ['kind.name: "x".size', 2, 'integer', true],
      ['kind.name: "y"', 1, '', false],
    ])
    expect(fields[1]).toMatchObject({ usual: '3' })
  })

  it('name the schema that they refer to, and stop there', () => {
    const run = { $ref: '#/components/schemas/Run' }
    const properties = {
      one: { anyOf: [run, { type: 'null' }], description: 'The `run`.' },
      many: { type: 'array', items: run },
    }
    expect(fieldsOf({ type: 'object', properties })).toMatchObject([
      { path: 'one', type: 'Run or null', schema: 'Run', text: 'The `run`.' },
      { path: 'many', type: 'list of Run', schema: 'Run', text: null },
    ])
  })
})

describe('the reference', () => {
  const { groups, schemas } = apiReference()

  it('has every operation in a group, and every schema that it names', () => {
    const operations = groups.flatMap((group) => group.operations)
    expect(groups.every((group) => group.operations.length > 0)).toBe(true)
    const known = new Set(schemas.map(({ name }) => name))
    for (const { body, answers } of operations) {
      const named = [body?.schema ?? null, ...answers.map(({ schema }) => schema)]
      for (const name of named) if (name !== null) expect(known).toContain(name)
    }
    expect(operations.find(({ name }) => name === 'createRun')).toMatchObject({
      method: 'POST',
      path: '/api/v1/runs',
      body: { schema: 'RunRequest', required: true },
    })
  })

  it('has a place of its own for each field', () => {
    for (const { name, fields } of schemas) {
      expect(new Set(fields.map(({ path }) => path)).size, name).toBe(fields.length)
    }
  })
})
