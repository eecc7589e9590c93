import type { BoardSort } from './board-state.ts'

/** Metric whose best figure the board shows, so that what it is sorted by can be seen. */
export function bestMetric(sort: BoardSort | undefined): 'val/accuracy' | 'val/loss' {
  return sort === 'val/loss' ? sort : 'val/accuracy'
}

/** Names of the columns. */
export function BoardHead({ best }: { best: 'val/accuracy' | 'val/loss' }) {
  return (
    <thead>
      <tr>
        <th scope="col" className="c-pick">
          <span className="sr-only">Select</span>
        </th>
        <th scope="col" className="c-name">
          Run
        </th>
        <th scope="col" className="c-acts">
          Activations
        </th>
        <th scope="col" className="c-data">
          Dataset
        </th>
        <th scope="col" className="c-spark">
          Val accuracy
        </th>
        <th scope="col" className="c-prog">
          Progress
        </th>
        <th scope="col" className="c-rate">
          Samples/s
        </th>
        <th scope="col" className="c-best">
          {best === 'val/loss' ? 'Val loss' : 'Best val'}
        </th>
        <th scope="col" className="c-verdict">
          Verdict
        </th>
        <th scope="col" className="c-time">
          Started
        </th>
        <th scope="col" className="c-menu">
          <span className="sr-only">Actions</span>
        </th>
      </tr>
    </thead>
  )
}
