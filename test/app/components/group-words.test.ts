import { expect, test } from 'vitest'
import { groupTitle } from '#app/components/board/group-words.ts'
import { tagCounts } from '#app/components/board/tag-counts.ts'
import { makeRun } from '../helpers/runs.ts'

const { config } = makeRun(
  {},
  {
    network: {
      hidden: [
        { units: 64, activation: 'relu' },
        { units: 64, activation: 'relu' },
      ],
    },
  },
)

test.each([
  ['dataset', 'mnist', 'mnist'],
  ['activations', 'relu,tanh', 'relu and tanh'],
  ['activations', null, 'no hidden layer'],
  ['depth', '1', '1 hidden layer'],
  ['depth', '6', '6 hidden layers'],
  ['optimizer', 'adam', 'adam'],
  ['learningRate', '0.00003', 'learning rate 0.00003'],
  ['tag', null, 'no tag'],
  ['member', 'Zoë', 'Zoë'],
  ['member', null, 'nobody’s'],
  ['config', 'abc', 'mnist, relu 64 ×2, softmax with cross-entropy, sgd 0.1, batch 64, 5 epochs'],
] as const)('a group by %s of %s is titled', (by, value, title) => {
  expect(groupTitle(by, { value, config })).toBe(title)
})

test('tags are counted over runs, in the order of the alphabet', () => {
  expect(tagCounts([{ tags: ['b', 'a'] }, { tags: ['b'] }, { tags: [] }])).toEqual([
    { tag: 'a', runs: 1 },
    { tag: 'b', runs: 2 },
  ])
})
