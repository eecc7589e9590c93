import { count } from '#app/format/numbers.ts'
import { catalogue, type DatasetName } from '#lib/datasets/catalogue.ts'

/** The datasets as cards, one of them chosen. */
export function DatasetCards({
  value,
  onChange,
}: {
  value: DatasetName
  onChange: (name: DatasetName) => void
}) {
  return (
    <fieldset>
      <legend className="mb-2 font-semibold">Dataset</legend>
      <div className="grid gap-3 tablet:grid-cols-[repeat(auto-fit,minmax(228px,1fr))]">
        {catalogue.map(({ name, title, description, trainSamples, valSamples }) => (
          <label
            key={name}
            className="grid cursor-pointer grid-cols-[48px_minmax(0,1fr)] gap-x-3 rounded-3 border border-line-control p-3 hover:bg-hover has-checked:border-accent has-checked:bg-accent-wash has-focus-visible:shadow-[var(--focus)]"
          >
            <input
              type="radio"
              name="dataset"
              className="sr-only"
              checked={value === name}
              onChange={() => onChange(name)}
            />
            <DatasetPicture name={name} />
            <span className="min-w-0">
              <span className="block font-medium">{title}</span>
              <span className="block text-12 text-ink-2">{description}</span>
              <span className="mt-1 block text-12 text-ink-3">
                {count(trainSamples)} + {count(valSamples)} held out
              </span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}

/** Strokes of a drawn 4, in a box of 28. */
const four = 'M10 5L8.5 10L7.5 14.5M7.5 14.5L13 14L20 13.2M18.5 4.5L17.5 11L16.8 17L16.2 23.5'

/** One arm of two entwined spirals, in a box of 28. */
function spiralArm(turn: number): { x: number; y: number }[] {
  return Array.from({ length: 26 }, (_, i) => {
    const angle = 0.6 + (i / 25) * 3 * Math.PI
    const radius = (angle / (0.6 + 3 * Math.PI)) * 12.5
    return { x: 14 + radius * Math.cos(angle + turn), y: 14 + radius * Math.sin(angle + turn) }
  })
}

/** Clusters of points, each around a centre of its own: places on a spiral of golden angles. */
const clusters = Array.from({ length: 19 }, (_, cluster) => {
  const angle = cluster * Math.PI * (3 - Math.sqrt(5))
  const radius = 2.6 * Math.sqrt(cluster)
  return Array.from({ length: 4 }, (_, point) => {
    const turn = angle + point * 1.7
    const size = point === 0 ? 0 : 0.95
    return {
      x: 14 + radius * Math.cos(angle) + size * Math.cos(turn),
      y: 14 + radius * Math.sin(angle) + size * Math.sin(turn),
      fill: `var(--run-${(cluster % 8) + 1})`,
    }
  })
}).flat()

const spirals = [0, Math.PI].flatMap((turn) =>
  spiralArm(turn).map((point) => ({ ...point, fill: turn ? 'var(--run-2)' : 'var(--run-1)' })),
)

/** What a dataset holds, small; clusters for one that has no picture of its own. */
function DatasetPicture({ name }: { name: DatasetName }) {
  return (
    <svg width="48" height="48" viewBox="0 0 28 28" aria-hidden="true" className="rounded-2 bg-sunken">
      {name === 'mnist' ? (
        <path
          d={four}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="2.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : (
        (name === 'two_spirals' ? spirals : clusters).map(({ x, y, fill }) => (
          <circle key={`${x} ${y}`} cx={x.toFixed(2)} cy={y.toFixed(2)} r="0.8" fill={fill} />
        ))
      )}
    </svg>
  )
}
