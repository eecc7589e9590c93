'use client'

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ToySettings } from '../explore-state.ts'
import {
  countDead,
  type Deaths,
  followDeaths,
  noDeaths,
  type ToyReading,
  withReading,
} from './toy-history.ts'
import type { ToyAnswer, ToyQuestion } from './toy-messages.ts'
import type { ToyLook, ToyPoints } from './toy-training.ts'

/** Steps between two pictures, a quarter of an epoch: slow enough to watch, quick enough to wait for. */
const stepsAPicture = 8

/** What is seen of a toy. */
export type ToyView =
  | { state: 'loading' }
  | { state: 'failed'; message: string }
  | {
      state: 'ready'
      points: ToyPoints
      look: ToyLook
      history: readonly ToyReading[]
      deaths: Deaths
      variant: string
    }

interface ToyControls {
  view: ToyView
  /** Trains some steps. */
  advance: () => void
  /** From the start weights again. */
  reset: () => void
}

/**
 * A toy in a worker. It trains while `playing`: a picture is asked for once the one before was drawn, so that the
 * worker never runs ahead of the eye. Anything but the learning rate begins it anew.
 */
export function useToy(settings: ToySettings, playing: boolean): ToyControls {
  const [view, setView] = useState<ToyView>({ state: 'loading' })
  const worker = useRef<Worker | null>(null)
  const asked = useRef({ id: 0, waiting: false })
  const rate = useRef(settings.learningRate)
  rate.current = settings.learningRate

  const ask = useCallback((question: DistributedOmit<ToyQuestion, 'id'>) => {
    asked.current = { id: asked.current.id + 1, waiting: true }
    worker.current?.postMessage({ ...question, id: asked.current.id })
  }, [])

  const { activation, layers, units, noise, seed } = settings
  const start = useCallback(() => {
    const learningRate = rate.current
    ask({ type: 'start', settings: { activation, layers, units, noise, seed, learningRate } })
  }, [ask, activation, layers, units, noise, seed])

  useEffect(() => {
    const opened = new Worker(new URL('./toy-worker.ts', import.meta.url), { type: 'module' })
    opened.onmessage = ({ data }: MessageEvent<ToyAnswer>) => {
      // An answer to what has been asked anew since is of no use.
      if (data.id !== asked.current.id) return
      asked.current.waiting = false
      setView((before) => follow(before, data, rate.current))
    }
    opened.onerror = () => setView({ state: 'failed', message: 'The worker could not be started' })
    worker.current = opened
    return () => opened.terminate()
  }, [])
  useEffect(start, [start])

  const advance = useCallback(() => {
    if (!asked.current.waiting) ask({ type: 'advance', steps: stepsAPicture, learningRate: rate.current })
  }, [ask])

  const runs = playing && view.state === 'ready' && Number.isFinite(view.look.loss)
  useEffect(() => {
    if (!runs) return
    // No frames come while the page is hidden, so nothing trains there.
    let frame = requestAnimationFrame(function next() {
      advance()
      frame = requestAnimationFrame(next)
    })
    return () => cancelAnimationFrame(frame)
  }, [runs, advance])
  return { view, advance, reset: start }
}

type DistributedOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never

/** The view after an answer. */
function follow(before: ToyView, answer: ToyAnswer, learningRate: number): ToyView {
  if (answer.type === 'failed') return { state: 'failed', message: answer.message }
  const { look } = answer
  if (answer.type === 'started') {
    const { points, variant } = answer
    const deaths = followDeaths(noDeaths, countDead(look.dead), look.step, learningRate)
    return { state: 'ready', points, look, history: withReading([], look, learningRate), deaths, variant }
  }
  if (before.state !== 'ready') return before
  return {
    ...before,
    look,
    history: withReading(before.history, look, learningRate),
    deaths: followDeaths(before.deaths, countDead(look.dead), look.step, learningRate),
  }
}
