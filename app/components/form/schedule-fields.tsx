import { fieldTitles } from '#app/format/settings.ts'
import { type RunRequest, runRequestSchema } from '#lib/contracts/run.ts'
import { scheduleNames } from '#lib/nn/names.ts'
import { Field, NumberField } from './field.tsx'
import { curveSize, scheduleCurve } from './schedule-curve.ts'
import { Select } from './select.tsx'
import { switchKind, usualSchedule } from './training-fields.ts'
import type { RunForm } from './use-run-form.ts'

const hints: Readonly<Record<string, string>> = {
  everyEpochs: 'then times the factor',
  steps: 'until the full rate',
  warmupShare: 'of the run, upwards',
  initialFactor: 'of the rate, at the first step',
  finalFactor: 'of the rate, at the last step',
}

/** How the learning rate changes over the run, and a drawing of it. */
export function ScheduleFields({ form, perEpoch }: { form: RunForm; perEpoch: number }) {
  const { draft, change, errors, request } = form
  const { schedule } = draft
  return (
    <>
      <Field label="Schedule" error={errors['schedule.name']}>
        {(attributes) => (
          <Select
            {...attributes}
            value={schedule.name}
            options={scheduleNames}
            titleOf={(name) => name.replace('_', ' ')}
            onChange={(name) => change({ schedule: switchKind(schedule, name, usualSchedule) })}
          />
        )}
      </Field>
      {Object.entries(schedule.fields).map(([field, value]) => (
        <NumberField
          key={field}
          label={fieldTitles[field] ?? field}
          hint={hints[field]}
          error={errors[`schedule.${field}`]}
          value={value}
          onChange={(text) =>
            change({ schedule: { ...schedule, fields: { ...schedule.fields, [field]: text } } })
          }
        />
      ))}
      <ScheduleCurve request={request} perEpoch={perEpoch} />
    </>
  )
}

/** The factor over the whole run, as far as the form says enough to draw it. */
function ScheduleCurve({ request, perEpoch }: { request: RunRequest; perEpoch: number }) {
  const schedule = runRequestSchema.shape.schedule.safeParse(request.schedule)
  const path =
    schedule.success && schedule.data.name !== 'constant'
      ? scheduleCurve(schedule.data, perEpoch * Number(request.epochs), perEpoch)
      : null
  if (!path) return null
  const { width, height } = curveSize
  return (
    <figure className="col-span-2 min-w-0 text-12 text-ink-3">
      <figcaption className="mb-1 font-medium text-ink-2">Over the run</figcaption>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        className="h-10 w-full overflow-visible"
        role="img"
        aria-label="The learning rate’s factor over the run"
      >
        <path d={`M0 2H${width}`} stroke="var(--grid)" vectorEffect="non-scaling-stroke" />
        <path d={`M0 ${height - 2}H${width}`} stroke="var(--line-strong)" vectorEffect="non-scaling-stroke" />
        <path
          d={path}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="1.75"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <p className="mt-0.5 flex justify-between text-11">
        <span>first step</span>
        <span>top: the full rate, bottom: 0</span>
        <span>last step</span>
      </p>
    </figure>
  )
}
