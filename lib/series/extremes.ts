/** The lower of two values, where NaN means "no number here"; the first of two alike. */
export const lower = (a: number, b: number): number => (Number.isNaN(a) || b < a ? b : a)

/** The higher of two values, likewise. */
export const higher = (a: number, b: number): number => (Number.isNaN(a) || b > a ? b : a)
