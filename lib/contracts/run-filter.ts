import { z } from 'zod'
import { datasetNames } from '#lib/datasets/catalogue.ts'
import { hiddenActivationNames, verdictNames } from '#lib/nn/names.ts'
import { commaList } from './comma-list.ts'
import { memberNameSchema } from './member.ts'
import { tagSchema } from './run.ts'
import { runStateSchema } from './run-state.ts'
import { textSchema } from './text.ts'

/** What runs can be grouped by; `config` is all that decides a result but the seed. */
export const groupings = [
  'dataset',
  'activations',
  'depth',
  'optimizer',
  'learningRate',
  'tag',
  'member',
  'config',
] as const
export type Grouping = (typeof groupings)[number]

/** Id of a group: what it is grouped by, a colon, and the value that its runs share; nothing where they have none. */
const groupIdSchema = textSchema
  .max(600)
  .regex(new RegExp(`^(${groupings.join('|')}):`), 'Not the id of a group')

/** What narrows a list of runs; a run has to fit all that is given. */
export const runFilterSchema = z.strictObject({
  state: commaList(z.array(runStateSchema).min(1))
    .optional()
    .describe('One or several, separated by commas.'),
  dataset: z.enum(datasetNames).optional(),
  activation: z.enum(hiddenActivationNames).optional().describe('In any hidden layer.'),
  verdict: z.enum(verdictNames).optional().describe('What was found in it, in any layer.'),
  tag: tagSchema.optional(),
  createdBy: memberNameSchema.optional().describe('Name of the member who made it.'),
  group: groupIdSchema.optional().describe('One of the groups that `GET /runs/groups` answers.'),
  q: textSchema.max(120).optional().describe('Part of the name, in any case.'),
})
export type RunFilter = z.output<typeof runFilterSchema>

/** What the id of a group says. */
export function readGroupId(id: string): { by: Grouping; value: string } {
  const [by] = id.split(':', 1)
  return { by: by as Grouping, value: id.slice(by!.length + 1) }
}
