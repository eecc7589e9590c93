import { describe, expect, it } from 'vitest'
import { setsBySeed, setsOf } from '#app/components/compare/run-sets.ts'
import { layersOf, makeCompared } from '../../helpers/compared.ts'

const names = (sets: ReturnType<typeof setsBySeed>) =>
  sets.map(({ name, runs }) => [name, ...runs.map(({ run }) => run.name)])

describe('runs by all but the seed', () => {
  it('are sets named after what differs', () => {
    const runs = makeCompared([
      { request: layersOf('relu') },
      { request: layersOf('tanh') },
      { request: layersOf('relu') },
      { request: { ...layersOf('tanh'), optimizer: { learningRate: 0.3 } } },
    ])
    const sets = setsBySeed(runs)
    expect(names(sets)).toEqual([
      ['relu, learningRate 0.1', 'run-1', 'run-3'],
      ['tanh, learningRate 0.1', 'run-2'],
      ['tanh, learningRate 0.3', 'run-4'],
    ])
    expect(sets.map(({ colour }) => colour)).toEqual([runs[0], runs[1], runs[3]].map((run) => run!.colour))
  })

  it('that differ in the activation alone are named after it', () => {
    expect(
      setsBySeed(makeCompared([{ request: layersOf('relu') }, { request: layersOf('gelu') }])).map(
        (set) => set.name,
      ),
    ).toEqual(['relu', 'gelu'])
  })

  it('are named by as little as tells them apart, layers counted only where they have to be', () => {
    const runs = makeCompared([
      { request: { ...layersOf('relu', 2), batchSize: 32 } },
      { request: { ...layersOf('tanh', 2), batchSize: 64 } },
      { request: { ...layersOf('relu', 3), batchSize: 32 } },
    ])
    expect(setsBySeed(runs.slice(0, 2)).map(({ name }) => name)).toEqual(['relu', 'tanh'])
    expect(setsBySeed(runs).map(({ name }) => name)).toEqual(['relu ×2', 'tanh ×2', 'relu ×3'])
  })

  it('are one set of all seeds, or the only run', () => {
    expect(names(setsBySeed(makeCompared([{}, {}])))).toEqual([['all seeds', 'run-1', 'run-2']])
    expect(names(setsBySeed(makeCompared([{}])))).toEqual([['run-1', 'run-1']])
  })

  it('keep forks, and runs whose learning rate was set on the way, apart', () => {
    const change = { id: 1, step: 10, learningRate: 0.3 }
    const runs = makeCompared([{}, { run: { learningRateChanges: [change] } }, {}])
    expect(names(setsBySeed(runs))).toEqual([
      ['all seeds', 'run-1', 'run-3'],
      ['run-2', 'run-2'],
    ])
  })
})

it('every run can stand by itself', () => {
  expect(names(setsOf(makeCompared([{}, {}]), null))).toEqual([
    ['run-1', 'run-1'],
    ['run-2', 'run-2'],
  ])
})
