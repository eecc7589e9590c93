// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, describe, expect, test } from 'vitest'
import { AnswerColumn, type RunAnswer } from '#app/components/ask/answer-column.tsx'
import { answersOf, checkpointAt } from '#app/components/ask/answers.ts'
import { askAddress, readPlace } from '#app/components/ask/ask-address.ts'
import { ClassBars } from '#app/components/ask/class-bars.tsx'
import { LayerStrip } from '#app/components/ask/layer-strip.tsx'
import { featuresOf, truthOf } from '#app/components/ask/question.ts'
import { StepSlider } from '#app/components/ask/step-slider.tsx'
import type { Model } from '#app/inference/model.ts'
import { makeRun } from '../helpers/runs.ts'

afterEach(cleanup)

const digits = [...'0123456789']
const rows = () => screen.getAllByRole('listitem').map((row) => row.textContent)

describe('bars of classes', () => {
  const judgement = {
    kind: 'probabilities',
    values: digits.map((_, i) => (i === 4 ? 0.93 : i === 9 ? 0.062 : 0.001)),
  } as const

  test('keep their places, show what can be seen and tell the rest to those who hear it', () => {
    render(<ClassBars judgement={judgement} labels={digits} colour="red" truth={9} />)
    expect(rows()).toEqual(
      digits.map((name) => ({ 4: '40.93', 9: '9 (its label)0.06' })[name] ?? `${name}< 0.01`),
    )
  })

  test('on a log scale say the power of what is small', () => {
    render(<ClassBars judgement={judgement} labels={digits} colour="red" truth={null} scale="log" />)
    expect(rows().slice(3, 5)).toEqual(['310⁻³', '40.93'])
  })

  test('stand empty where nothing was asked', () => {
    render(<ClassBars judgement={null} labels={digits} colour="red" truth={null} />)
    expect(rows()).toEqual(digits)
  })

  test('of a thousand classes are the ten greatest, and what is left for the others', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i === 426 ? 0.5 : i === 7 ? 0.3 : 0.2 / 998))
    const labels = values.map((_, i) => String(i))
    render(
      <ClassBars judgement={{ kind: 'probabilities', values }} labels={labels} colour="red" truth={null} />,
    )
    expect(rows().slice(0, 2)).toEqual(['4260.50', '70.30'])
    expect(rows()).toHaveLength(10)
    screen.getByText('and 990 others: 0.20')
  })
})

describe('a strip of cells', () => {
  const strip = {
    name: 'hidden_1',
    layer: { units: 4, activation: 'relu' },
    scale: { kind: 'seq', most: 2 },
  } as const

  test('says in words how many units are silent and dead, and the greatest activation', () => {
    render(
      <LayerStrip
        {...strip}
        values={Float32Array.of(0, 2, 0.5, 0)}
        slopes={Float32Array.of(0, 1, 1, 0)}
        dead={[true, false, false, false]}
      />,
    )
    screen.getByRole('img', { name: 'hidden_1, relu: 2 silent, greatest 2.0' })
    screen.getByText('· 1 dead', { exact: false })
  })

  test('stands there before anything was asked', () => {
    render(<LayerStrip {...strip} values={null} slopes={null} dead={null} />)
    screen.getByRole('img', { name: 'hidden_1, relu: nothing yet' })
  })
})

describe('the slider of checkpoints', () => {
  test('goes from one to the next, and stays with the newest at the end', () => {
    const chosen: (number | null)[] = []
    const { rerender } = render(
      <StepSlider stops={[10, 40, 90]} step={null} onChange={(step) => chosen.push(step)} />,
    )
    const slider = screen.getByRole('slider', { name: 'Step' })
    expect(slider.getAttribute('aria-valuetext')).toBe('Step 90')
    fireEvent.keyDown(slider, { key: 'ArrowLeft' })
    rerender(<StepSlider stops={[10, 40, 90]} step={40} onChange={(step) => chosen.push(step)} />)
    fireEvent.keyDown(slider, { key: 'Home' })
    fireEvent.keyDown(slider, { key: 'ArrowRight' })
    fireEvent.change(slider, { target: { value: '19' } })
    expect(chosen).toEqual([40, 10, null, 10])
  })

  test('waits where no checkpoint was taken', () => {
    render(<StepSlider stops={[]} step={null} onChange={() => {}} />)
    expect(screen.getByRole('slider').hasAttribute('disabled')).toBe(true)
    expect(screen.getByRole('slider').getAttribute('aria-valuetext')).toBe('No checkpoint yet')
  })
})

describe('what a run answers', () => {
  const run = makeRun({ state: 'completed' }, { network: { hidden: [{ units: 2, activation: 'tanh' }] } })
  const model: Model = {
    load: () => {},
    examine: () => [
      { name: 'hidden_1', activations: Float32Array.of(-0.5, 0.9), slopes: Float32Array.of(0.75, 0.01) },
      {
        name: 'output',
        activations: Float32Array.from(digits, (_, i) => (i === 4 ? 0.9 : i === 9 ? 0.06 : 0.005)),
        slopes: new Float32Array(10),
      },
    ],
    respond: () => new Float32Array(0),
  }
  const asked = {
    run,
    name: 'tanh',
    colour: { colour: 'red', dashed: false },
    steps: [10, 20],
    shelved: { ready: { model, step: 20 }, failure: null },
    evaluation: null,
  }
  const show = (answer: RunAnswer, onRetry = () => {}) =>
    render(
      <AnswerColumn
        answer={answer}
        labels={digits}
        truth={null}
        barScale="linear"
        point={null}
        onPoint={null}
        onRetry={onRetry}
      />,
    )
  const features = new Uint8Array(784)

  test('is said in words, as bars and layer by layer', () => {
    show(answersOf([asked], null, features, false)[0]!)
    screen.getByText('says 4, 0.90; then 9, 0.06')
    screen.getByRole('img', { name: 'hidden_1, tanh: 1 saturated, greatest 0.90' })
    screen.getByText('step 20')
  })

  test('is nothing before its first checkpoint, at a step before it, and where none was kept', () => {
    const words = (part: Partial<typeof asked>, step: number | null) =>
      answersOf([{ ...asked, ...part }], step, features, false)[0]!.absence
    expect(words({}, 5)).toBe('first checkpoint at step 10')
    expect(words({ steps: [] }, null)).toBe('kept no checkpoint to ask')
    expect(words({ steps: [], run: makeRun({ state: 'running' }) }, null)).toBe('no checkpoint yet')
    const [absent] = answersOf([asked], 5, features, false)
    expect(absent!.judgement).toBeNull()
    expect([null, 5, 10, 19, 99].map((step) => checkpointAt([10, 20], step))).toEqual([20, null, 10, 10, 20])
  })

  test('that cannot be loaded says why, and is asked for again', () => {
    let retries = 0
    const shelved = { ready: null, failure: 'The checkpoint is gone' }
    show(answersOf([{ ...asked, shelved }], null, features, false)[0]!, () => retries++)
    screen.getByText('Not loaded: The checkpoint is gone')
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }))
    expect(retries).toBe(1)
  })
})

describe('a question', () => {
  test('becomes what the network reads', () => {
    const sample = { index: 3, label: 1, values: [0.5, -1.5] }
    expect(featuresOf('two_spirals', { kind: 'sample', sample })).toEqual(Float32Array.of(0.5, -1.5))
    expect(featuresOf('two_spirals', { kind: 'point', point: { x: 0.25, y: 1 } })).toEqual(
      Float32Array.of(0.25, 1),
    )
    expect(featuresOf('mnist', { kind: 'sample', sample: { ...sample, values: [0, 255] } })).toEqual(
      Uint8Array.of(0, 255),
    )
    expect(featuresOf('mnist', { kind: 'drawing', strokes: [] })).toBeNull()
    expect([truthOf({ kind: 'sample', sample }), truthOf({ kind: 'nothing' })]).toEqual([1, null])
  })

  test('is in the address, and what is no such thing there is left out', () => {
    const place = { step: 40, sample: null, point: { x: -0.5, y: 0.25 } }
    const address = askAddress(['a', 'b'], place)
    expect(address).toBe('/ask?runs=a,b&step=40&point=-0.5,0.25')
    expect(readPlace(Object.fromEntries(new URLSearchParams(address.split('?')[1])))).toEqual(place)
    expect(askAddress(['a'])).toBe('/ask?runs=a')
    const nothing = { step: null, sample: null, point: null }
    expect(readPlace({ step: '-1', sample: '1e3', point: '0.5' })).toEqual(nothing)
    expect(readPlace({ step: ['1', '2'], point: 'a,b' })).toEqual(nothing)
  })
})
