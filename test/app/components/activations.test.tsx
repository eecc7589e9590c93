// @vitest-environment happy-dom
import { render } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Activations } from '#app/components/marks/activations.tsx'
import { activationsOf, foldRepeats } from '#app/format/networks.ts'
import { makeRun } from '../helpers/runs.ts'

test('equal neighbours fold, others do not', () => {
  expect(foldRepeats(['relu', 'relu', 'tanh', 'relu'])).toEqual([
    { value: 'relu', times: 2 },
    { value: 'tanh', times: 1 },
    { value: 'relu', times: 1 },
  ])
})

test('the output layer closes the list, by the dataset’s task', () => {
  expect(activationsOf(makeRun().config)).toEqual(['relu', 'relu', 'softmax'])
  expect(activationsOf(makeRun({}, { dataset: 'two_spirals' }).config).at(-1)).toBe('sigmoid')
})

test('chips read as relu ×2 · softmax', () => {
  const { container } = render(<Activations names={['relu', 'relu', 'softmax']} />)
  expect(container.textContent).toBe('relu×2·softmax')
})
