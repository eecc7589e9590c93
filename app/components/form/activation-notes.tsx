import Link from 'next/link'
import { ActivationGlyph } from '#app/components/marks/activations.tsx'
import { alphaWords, peakOf } from '#app/format/activations.ts'
import { setting } from '#app/format/numbers.ts'
import { activations } from '#lib/nn/activations.ts'
import { initializerTitles } from '#lib/nn/initializers.ts'
import type { LayerDraft } from './layer-draft.ts'

/** What is known about every activation that the network has, a line each. */
export function ActivationNotes({ layers }: { layers: readonly LayerDraft[] }) {
  const names = [...new Set(layers.map((layer) => layer.activation))]
  return (
    <ul className="mt-2 grid gap-y-1 text-12 text-ink-3">
      {names.map((name) => {
        const { title, formula, initializer, source } = activations[name]
        const alpha = alphaWords(name)
        return (
          <li key={name} className="flex min-w-0 flex-wrap items-baseline gap-x-2" title={source}>
            <span className="inline-flex items-baseline gap-1.5 font-medium text-ink-2">
              <ActivationGlyph name={name} />
              {/* In a window of its own, so that what was filled in stays. */}
              <Link
                href={`/explore?f=${name}`}
                target="_blank"
                className="underline decoration-line-control underline-offset-3"
              >
                {title}
              </Link>
            </span>
            <code className="min-w-0 break-words text-ink-2">{formula}</code>
            <span>
              f′ at most {setting(Number(peakOf({ activation: name }).toPrecision(3)))}
              {' · '}
              usually {initializerTitles[initializer]} weights
              {alpha && ` · ${alpha}`}
            </span>
          </li>
        )
      })}
    </ul>
  )
}
