import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { lossWords } from '#app/format/networks.ts'
import { Field, NumberField } from './field.tsx'
import { isWithin } from './form-errors.ts'
import { OutputFields } from './output-fields.tsx'
import type { RunDraft } from './run-draft.ts'
import { ScheduleFields } from './schedule-fields.tsx'
import { Select } from './select.tsx'
import type { RunForm } from './use-run-form.ts'

/** What of the section is not as usual, in words. */
export function advancedWords(draft: RunDraft): string[] {
  const { schedule, output, l1, l2, clipNorm, earlyStopping, onNonFinite } = draft
  return [
    schedule.name === 'constant' ? [] : `${schedule.name.replace('_', ' ')} schedule`,
    output ? `${output.activation}, ${lossWords(output.loss)}` : [],
    Number(l1) === 0 ? [] : `L1 ${l1}`,
    Number(l2) === 0 ? [] : `L2 ${l2}`,
    clipNorm.trim() ? `clip norm ${clipNorm}` : [],
    earlyStopping.on ? `stops after ${earlyStopping.patience} epochs without gain` : [],
    onNonFinite === 'continue' ? 'goes on at NaN' : [],
  ].flat()
}

/** Where the errors of the section's fields lie. */
const paths = ['schedule', 'network.output', 'regularization', 'earlyStopping']
const inside = (path: string) =>
  path === 'optimizer.clipNorm' ||
  path === 'diagnostics.onNonFinite' ||
  paths.some((outer) => path === outer || isWithin(path, outer))

interface AdvancedSectionProps {
  form: RunForm
  perEpoch: number
  /** The output stays as it is. */
  locked?: boolean
}

/** What most runs leave as it is, behind one line that says what was changed. */
export function AdvancedSection({ form, perEpoch, locked = false }: AdvancedSectionProps) {
  const { draft, change, errors } = form
  const { earlyStopping } = draft
  const [opened, setOpened] = useState(false)
  const open = opened || Object.keys(errors).some(inside)
  const words = advancedWords(draft)
  const number = (field: 'l1' | 'l2' | 'clipNorm') => ({
    value: draft[field],
    onChange: (text: string) => change({ [field]: text }),
  })
  return (
    <section className="border-t border-line pt-2">
      <h2>
        <button
          type="button"
          aria-expanded={open}
          aria-controls="advanced"
          className="flex min-h-control w-full min-w-0 items-center gap-2 text-left font-semibold"
          onClick={() => setOpened(!open)}
        >
          <ChevronRight
            size={16}
            strokeWidth={1.75}
            aria-hidden="true"
            className={`shrink-0 text-ink-3 ${open ? 'rotate-90' : ''}`}
          />
          Advanced
          <span className="min-w-0 truncate text-12 font-normal text-ink-3">
            {words.length > 0
              ? words.join(', ')
              : `schedule, regularization, early stopping${locked ? '' : ', output'}`}
          </span>
        </button>
      </h2>
      <div id="advanced" hidden={!open} className="grid gap-3 pt-2">
        <Row>
          <ScheduleFields form={form} perEpoch={perEpoch} />
        </Row>
        <Row>
          <NumberField
            label="L1"
            hint="L1 · Σ|w| joins the loss"
            error={errors['regularization.l1']}
            {...number('l1')}
          />
          <NumberField
            label="L2"
            hint="½ · L2 · Σw² joins the loss"
            error={errors['regularization.l2']}
            {...number('l2')}
          />
          <NumberField
            label="Clip norm"
            hint="longest gradient"
            placeholder="none"
            error={errors['optimizer.clipNorm']}
            {...number('clipNorm')}
          />
          <Field label="At NaN" error={errors['diagnostics.onNonFinite']} hint="first loss that is no number">
            {(attributes) => (
              <Select
                {...attributes}
                value={draft.onNonFinite}
                options={['fail', 'continue']}
                titleOf={(name) => (name === 'fail' ? 'fail' : 'go on')}
                onChange={(onNonFinite) => change({ onNonFinite })}
              />
            )}
          </Field>
        </Row>
        <Row>
          <div className="col-span-2 flex h-control items-center tablet:mt-5">
            <label className="inline-flex min-h-control items-center gap-2">
              <input
                type="checkbox"
                className="check"
                checked={earlyStopping.on}
                onChange={(event) =>
                  change({ earlyStopping: { ...earlyStopping, on: event.target.checked } })
                }
              />
              Stop early when val loss gets no better
            </label>
          </div>
          {earlyStopping.on && (
            <>
              <NumberField
                label="Patience"
                hint="epochs without gain"
                error={errors['earlyStopping.patience']}
                value={earlyStopping.patience}
                onChange={(patience) => change({ earlyStopping: { ...earlyStopping, patience } })}
              />
              <NumberField
                label="Least gain"
                hint="of val loss"
                error={errors['earlyStopping.minDelta']}
                value={earlyStopping.minDelta}
                onChange={(minDelta) => change({ earlyStopping: { ...earlyStopping, minDelta } })}
              />
            </>
          )}
        </Row>
        {!locked && (
          <Row>
            <OutputFields form={form} />
          </Row>
        )}
      </div>
    </section>
  )
}

function Row({ children }: { children: ReactNode }) {
  return <div className="grid grid-cols-2 gap-x-4 gap-y-2 tablet:grid-cols-4">{children}</div>
}
