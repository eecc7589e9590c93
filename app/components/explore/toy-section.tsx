'use client'

import dynamic from 'next/dynamic'
import { memo, useEffect, useRef, useState } from 'react'
import { Cited } from './cited.tsx'
import type { ToySettings } from './explore-state.ts'
import type { Change } from './use-explore.ts'

/** Loaded when it comes into sight: it brings the kernels with it. */
const ToyPanel = dynamic(() => import('./toy/toy-panel.tsx').then((module) => module.ToyPanel), {
  ssr: false,
  loading: () => <div className="aspect-square max-w-[440px] rounded-2 bg-sunken" />,
})

/** Two spirals, learned in this browser. */
export const ToySection = memo(function ToySection({ toy, change }: { toy: ToySettings; change: Change }) {
  const box = useRef<HTMLDivElement>(null)
  const [visible, setVisible] = useState(false)
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const observer = new IntersectionObserver((entries) => {
      const inSight = entries.some(({ isIntersecting }) => isIntersecting)
      setVisible(inSight)
      if (inSight) setSeen(true)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  return (
    <section aria-labelledby="toy" className="mt-10 border-t border-line-strong pt-4">
      <div className="mb-3 flex flex-wrap items-baseline gap-x-3">
        <h2 id="toy">How a ReLU dies</h2>
        <p className="text-12 text-ink-3">
          two spirals, learned in this browser by the kernels of the server
        </p>
      </div>
      <p className="mb-4 max-w-[72ch] text-14 text-ink-2">
        Let it train until the arms come apart, then drag the learning rate up to 1 or 3: steps become so
        large that units land where no point moves them, and a unit whose f′ is 0 for every point gets no
        error to come back by. Drag it down again: in the first layer they stay dead for good, further up one
        comes back only if the layers below happen to move under it. With leaky_relu, whose f′ is never 0,
        none dies.
      </p>
      <div ref={box} className="min-h-[1000px] tablet:min-h-[560px]">
        {seen && <ToyPanel settings={toy} visible={visible} onChange={(next) => change({ toy: next })} />}
      </div>
      <Cited names={['spirals', 'course', 'dying', 'leaky']} />
    </section>
  )
})
