import { Field, inputClass } from './field.tsx'
import { errorWithin } from './form-errors.ts'
import type { RunForm } from './use-run-form.ts'

interface NameFieldsProps {
  form: RunForm
  /** What an empty name becomes. */
  usual: string
}

/** What a run is called, and the words that it is found by. */
export function NameFields({ form: { draft, change, errors }, usual }: NameFieldsProps) {
  return (
    <fieldset className="border-t border-line pt-3">
      <legend className="float-left mb-2 w-full font-semibold">Name and tags</legend>
      <div className="clear-both grid gap-x-4 gap-y-2 tablet:grid-cols-2">
        <Field label="Name" error={errors.name} hint={`${usual} if this is empty`}>
          {(attributes) => (
            <input
              {...attributes}
              className={inputClass}
              autoComplete="off"
              value={draft.name}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label="Tags" error={errorWithin(errors, 'tags')} hint="separated by commas">
          {(attributes) => (
            <input
              {...attributes}
              className={inputClass}
              autoComplete="off"
              value={draft.tags}
              onChange={(event) => change({ tags: event.target.value })}
            />
          )}
        </Field>
      </div>
    </fieldset>
  )
}
