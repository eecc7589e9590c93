import { erf as erfOf, exp as expOf, expm1 as expm1Of, log as logOf, log1p as log1pOf } from './vector'

/** The vector functions that are no activation, on `count` elements: for tests of their error. */
export function exponentials(count: i32, x: usize, y: usize): void {
  for (const end = x + (<usize>count << 2); x < end; x += 16, y += 16) v128.store(y, expOf(v128.load(x)))
}

export function exponentialsMinusOne(count: i32, x: usize, y: usize): void {
  for (const end = x + (<usize>count << 2); x < end; x += 16, y += 16) v128.store(y, expm1Of(v128.load(x)))
}

export function logarithms(count: i32, x: usize, y: usize): void {
  for (const end = x + (<usize>count << 2); x < end; x += 16, y += 16) v128.store(y, logOf(v128.load(x)))
}

export function logarithmsOfOnePlus(count: i32, x: usize, y: usize): void {
  for (const end = x + (<usize>count << 2); x < end; x += 16, y += 16) v128.store(y, log1pOf(v128.load(x)))
}

export function errorFunctions(count: i32, x: usize, y: usize): void {
  for (const end = x + (<usize>count << 2); x < end; x += 16, y += 16) v128.store(y, erfOf(v128.load(x)))
}
