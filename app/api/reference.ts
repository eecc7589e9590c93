import type { Answer, Operation, Parameter, Reference } from '#app/components/docs/reference.ts'
import { openApiDocument } from './openapi.ts'
import { fieldsOf, schemaName, typeWords } from './schema-words.ts'

type Document = ReturnType<typeof openApiDocument>
type Described = Document['paths'][string][string]
type DescribedParameter = Document['components']['parameters'][string]
type DescribedAnswer = Document['components']['responses'][string]

/** The description of the API as its page shows it. */
export function apiReference(): Reference {
  const document = openApiDocument()
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      group: described.tags[0],
      operation: toOperation(document, method.toUpperCase(), document.servers[0]!.url + path, described),
    })),
  )
  return {
    groups: document.tags.map(({ name, description }) => ({
      name,
      text: description,
      operations: operations.filter(({ group }) => group === name).map(({ operation }) => operation),
    })),
    schemas: Object.entries(document.components.schemas).map(([name, schema]) => ({
      name,
      fields: fieldsOf(schema),
    })),
  }
}

function toOperation(document: Document, method: string, path: string, described: Described): Operation {
  const { operationId, summary, description, parameters, requestBody, responses } = described
  const { parameters: shared, responses: failures } = document.components
  const content = requestBody?.content['application/json']
  return {
    name: operationId,
    method,
    path,
    summary,
    text: description ?? null,
    parameters: parameters.map((each) => toParameter('$ref' in each ? resolve(shared, each.$ref) : each)),
    body: content
      ? {
          schema: schemaName(content.schema) ?? '',
          required: requestBody?.required ?? false,
          example: JSON.stringify(content.example ?? {}, null, 2),
        }
      : null,
    answers: Object.entries(responses).map(([status, each]) =>
      toAnswer(status, '$ref' in each ? resolve(failures, each.$ref) : each),
    ),
  }
}

function resolve<Part>(parts: Record<string, Part>, reference: string): Part {
  return parts[reference.split('/').at(-1)!]!
}

function toParameter({ name, in: place, required, description, schema }: DescribedParameter): Parameter {
  return {
    in: place,
    name,
    type: typeWords(schema),
    required,
    usual: schema.default === undefined ? null : String(schema.default),
    text: description ?? null,
    choices: Array.isArray(schema.enum) ? schema.enum.map(String) : null,
  }
}

function toAnswer(status: string, { description, content = {} }: DescribedAnswer): Answer {
  const [usual] = Object.values(content)
  return {
    status,
    text: description,
    types: Object.keys(content),
    schema: usual ? schemaName(usual.schema) : null,
  }
}
