import { readState } from '#app/components/explore/explore-query.ts'
import { ExploreView } from '#app/components/explore/explore-view.tsx'
import { Page } from '#app/components/shell/page-frame.tsx'

export const metadata = { title: 'Explore activations' }

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/** Activations to try out, without a run. */
export default async function ExplorePage({ searchParams }: Props) {
  const initial = readState(await searchParams)
  return (
    <Page crumbs={[{ title: 'Explore' }]}>
      <h1>Explore activations</h1>
      <p className="mt-1 mb-6 max-w-[72ch] text-14 text-ink-2">
        An activation decides how much of the error gets back to the layer before it. Its derivative f′ is the
        factor; where f′ is near zero, nothing is learned.
      </p>
      <ExploreView initial={initial} />
    </Page>
  )
}
