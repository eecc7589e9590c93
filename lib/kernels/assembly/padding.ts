/** All ones in those of four lanes, from column `first` on, that are below `columns`; zeros in the padding. */
// @ts-ignore: decorator
@inline
export function columnMask(first: i32, columns: i32): v128 {
  return i32x4.lt_s(i32x4.add(i32x4.splat(first), i32x4(0, 1, 2, 3)), i32x4.splat(columns))
}
