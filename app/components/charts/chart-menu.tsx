'use client'

import { FileSpreadsheet, Image, Link2, Maximize2, Shapes } from 'lucide-react'
import { type RefObject, useState } from 'react'
import { copyText } from '#app/components/marks/copy-text.ts'
import { Menu, type MenuItem } from '#app/components/marks/menu.tsx'
import type { PlotLine } from './plot-line.ts'
import { useStack } from './stack-context.ts'

interface ChartMenuProps {
  title: string
  note: string
  /** Id of the chart's element, which a link leads to. */
  id: string
  figure: RefObject<HTMLElement | null>
  lines: readonly PlotLine[]
  /** What a file of the values holds. */
  saved: () => readonly PlotLine[]
  formatValue: (value: number) => string
  onFullScreen: () => void
  /** What else can be done with this chart. */
  more: readonly (readonly MenuItem[])[]
}

/** What can be done with any chart. What makes the files comes with the first that is asked for. */
export function ChartMenu(props: ChartMenuProps) {
  const { title, note, id, figure, lines, saved, formatValue, onFullScreen, more } = props
  const { unit, gutters } = useStack()
  const [told, setTold] = useState('')
  const name = title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')

  const tell = (words: string) => {
    setTold(words)
    setTimeout(() => setTold(''), 2500)
  }
  const guarded = (save: () => Promise<void>) => () =>
    void save().catch(() => tell('The file could not be made'))
  const picture = async () => {
    const { chartPicture } = await import('./chart-picture.ts')
    return chartPicture(figure.current!, {
      ...{ title, note, unit, lines, formatValue },
      gutter: gutters.right,
    })
  }
  const saveSvg = async () => {
    const { saveFile } = await import('./save-file.ts')
    saveFile(`${name}.svg`, new Blob([(await picture()).svg], { type: 'image/svg+xml' }))
  }
  const savePng = async () => {
    const { pictureAsPng, saveFile } = await import('./save-file.ts')
    saveFile(`${name}.png`, await pictureAsPng(await picture()))
  }
  const saveCsv = async () => {
    const [{ saveFile }, { chartCsv }] = await Promise.all([
      import('./save-file.ts'),
      import('./chart-csv.ts'),
    ])
    saveFile(`${name}.csv`, new Blob([chartCsv(saved(), unit)], { type: 'text/csv;charset=utf-8' }))
  }
  const copyLink = async () => {
    const done = await copyText(`${location.href.split('#')[0]}#${id}`)
    tell(done ? 'Link copied' : 'The browser refuses to copy')
  }

  return (
    <span className="absolute top-1.5 -right-1 inline-flex items-center gap-2 bg-bg">
      <span role="status" className="text-12 text-ink-2">
        {told}
      </span>
      <Menu
        label={`More for ${title}`}
        quiet
        groups={[
          ...more,
          [
            { title: 'Full screen', icon: Maximize2, onSelect: onFullScreen },
            { title: 'Copy link', icon: Link2, onSelect: () => void copyLink() },
          ],
          [
            { title: 'Save as PNG', icon: Image, onSelect: guarded(savePng) },
            { title: 'Save as SVG', icon: Shapes, onSelect: guarded(saveSvg) },
            { title: 'Save as CSV', icon: FileSpreadsheet, note: 'as shown', onSelect: guarded(saveCsv) },
          ],
        ]}
      />
    </span>
  )
}
