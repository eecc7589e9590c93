import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError, invalidRequest, toProblem } from '#lib/errors.ts'

describe('toProblem', () => {
  it('says what was thrown on purpose', () => {
    const errors = [{ path: 'epochs', message: 'too many' }]
    expect(toProblem(new AppError('invalid_request', 'epochs: too many', { errors }))).toEqual({
      type: 'urn:actoscope:invalid_request',
      title: 'The request is not valid',
      status: 400,
      detail: 'epochs: too many',
      errors,
    })
  })

  it('keeps the inside of a bug to the log', () => {
    const problem = toProblem(new Error('password=hunter2 is wrong'))
    expect(problem.status).toBe(500)
    expect(JSON.stringify(problem)).not.toContain('hunter2')
  })
})

describe('invalidRequest', () => {
  const schema = z.strictObject({ layers: z.array(z.strictObject({ units: z.int().min(1) })) })
  const pathsOf = (value: unknown) =>
    invalidRequest(schema.safeParse(value).error!).errors?.map(({ path }) => path)

  it('names a field inside a list', () => {
    expect(pathsOf({ layers: [{ units: 1 }, { units: 0 }] })).toEqual(['layers[1].units'])
  })

  it('names an unknown field itself, not the object that holds it', () => {
    expect(pathsOf({ layers: [{ units: 1, unit: 2 }], epoch: 1 })).toEqual(['layers[0].unit', 'epoch'])
  })
})
