import { globSync } from 'node:fs'
import { join } from 'node:path'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { openApiDocument } from '#app/api/openapi.ts'
import { type AnyOperation, methods } from '#app/api/operation.ts'
import { operations } from '#app/api/operations.ts'
import { runPatchSchema, runRequestSchema } from '#lib/contracts/run.ts'
import { accepts } from '../../helpers/openapi.ts'

const routesFolder = join(import.meta.dirname, '../../../app/api/v1')

/** What the route files serve: method and path of the file, and the operation behind it. */
async function servedOperations(): Promise<{ at: string; operation: AnyOperation }[]> {
  const served = []
  for (const file of globSync('**/route.ts', { cwd: routesFolder })) {
    if (file.startsWith('[...rest]')) continue
    const route: Record<string, unknown> = await import(join(routesFolder, file))
    const path = `/${file.replace('/route.ts', '').replaceAll(/\[(\w+)\]/g, '{$1}')}`
    for (const method of methods) {
      const exported = route[method]
      expect(exported, `${method} in ${file}`).toBeTypeOf('function')
      const { operation } = exported as { operation?: AnyOperation }
      if (operation) served.push({ at: `${method} ${path}`, operation })
    }
  }
  return served
}

describe('the table of operations', () => {
  it('is what the routes serve, each at its address, and nothing else', async () => {
    const served = await servedOperations()
    expect(served.map(({ at }) => at).sort()).toEqual(
      operations.map(({ method, path }) => `${method} ${path}`).sort(),
    )
    for (const { at, operation } of served) expect(`${operation.method} ${operation.path}`).toBe(at)
  })

  it('has a name of its own for each', () => {
    expect(new Set(operations.map(({ name }) => name)).size).toBe(operations.length)
  })

  it('shows bodies that work', () => {
    for (const { name, body, example } of operations) {
      if (body) expect(body.safeParse(example).error, name).toBeUndefined()
    }
  })
})

describe('the OpenAPI document', () => {
  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    const { valid, errors } = await validator.validate({ ...openApiDocument() })
    expect(errors).toBeUndefined()
    expect(valid).toBe(true)
    expect(validator.version).toBe('3.1')
  })

  it('refers to nothing that it does not hold', () => {
    const document = openApiDocument()
    const find = (pointer: string) =>
      pointer
        .slice(2)
        .split('/')
        .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], document)
    const references = JSON.stringify(document).match(/#\/components[^"]+/g) ?? []
    expect(references.length).toBeGreaterThan(20)
    for (const reference of references) expect(find(reference), reference).toBeDefined()
  })

  it.each([
    ['nothing but the dataset', { dataset: 'mnist' }, true],
    ['an optimizer without a name', { dataset: 'mnist', optimizer: { learningRate: 0.3 } }, true],
    ['a schedule without a name', { dataset: 'mnist', schedule: {} }, true],
    ['an optimizer by name', { dataset: 'mnist', optimizer: { name: 'adam', beta1: 0.5 } }, true],
    ['a field of another optimizer', { dataset: 'mnist', optimizer: { beta1: 0.5 } }, false],
    ['no dataset', {}, false],
    ['a field that there is not', { dataset: 'mnist', learningRate: 0.1 }, false],
    [
      'too many units',
      { dataset: 'mnist', network: { hidden: [{ units: 5000, activation: 'relu' }] } },
      false,
    ],
    ['no early stopping', { dataset: 'mnist', earlyStopping: null }, true],
  ])('says of %s what the server does', (_what, request, expected) => {
    expect(runRequestSchema.safeParse(request).success).toBe(expected)
    expect(accepts('RunRequest', request)).toBe(expected)
  })

  it('says that a patch changes something', () => {
    for (const patch of [{}, { name: 'a' }]) {
      expect(accepts('RunPatch', patch)).toBe(runPatchSchema.safeParse(patch).success)
    }
  })
})
