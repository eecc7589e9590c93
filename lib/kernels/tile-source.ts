/** A product's register tile: `rows` × `columns` sums stay in registers while the summed index runs. */
export interface Tile {
  rows: number
  /** A multiple of 4; the variant's `columnTile`. */
  columns: number
}

/** Where a product's left operand lies and what happens around its sum. */
interface Product {
  name: string
  /** `rows`: element (i, k) at a + i·aStep + k. `columns`: at a + i + k·aStep, for Xᵀ·D. */
  walk: 'rows' | 'columns'
  /** `bias`: sums start from the bias. `add`: they are added to what is there. */
  around: 'none' | 'bias' | 'add'
}

const products: readonly Product[] = [
  { name: 'affine', walk: 'rows', around: 'bias' },
  { name: 'plain', walk: 'rows', around: 'none' },
  { name: 'outer', walk: 'columns', around: 'none' },
  { name: 'outerAdd', walk: 'columns', around: 'add' },
]

/**
 * AssemblyScript source of the module `tiles`: for each product a function over whole strips of rows, its tile
 * unrolled. Generated, because AssemblyScript has no arrays of registers: each sum needs a name of its own.
 *
 * The code's form matters: V8's re-vectorizer joins neighbouring 128-bit operations into 256-bit ones only while
 * it recognizes all of them, and one it doesn't know silently costs two thirds of the speed. Measure each product
 * by itself (bench/products.ts) after any change here.
 */
export function tileSource(tile: Tile): string {
  const head = [
    "import { multiplyAdd } from './vector'",
    `export const columnTile: i32 = ${tile.columns}`,
    'export function getColumnTile(): i32 { return columnTile }',
  ]
  return [...head, ...products.map((product) => strip(product, tile)), ...sparseRows(tile)].join('\n')
}

/** Strips whose sums a row of a sparse product keeps in registers at once, widest first. */
const sparseWidths = [4, 2, 1]

/**
 * `sparseBias`, `sparsePlain` and `sparseAdd`(strips, entry, end, p, pStep, c, cStep, bias): one row of a product whose
 * left operand is given by its entries that are not zero, 8 bytes each: the offset of its row in a strip of panels, then
 * its value. Strips of the panels lie `pStep` bytes apart, those of the result `cStep`.
 */
function sparseRows(tile: Tile): string[] {
  const kinds = [
    ['sparseBias', 'bias'],
    ['sparsePlain', 'none'],
    ['sparseAdd', 'add'],
  ] as const
  return kinds.flatMap(([name, around]) => [
    ...sparseWidths.map((strips) => sparseFunction(name, around, strips, tile.columns / 4)),
    `@inline export function ${name}(strips: i32, entry: usize, end: usize, p: usize, pStep: usize, c: usize, cStep: usize, bias: usize): void {
  switch (strips) {
${sparseWidths.map((strips) => `    case ${strips}: ${name}${strips}(entry, end, p, pStep, c, cStep, bias); break`).join('\n')}
  }
}`,
  ])
}

function sparseFunction(name: string, around: Product['around'], strips: number, vectors: number): string {
  const sums = Array.from({ length: strips * vectors }, (_, i) => ({
    strip: Math.floor(i / vectors),
    v: i % vectors,
    sum: `s${Math.floor(i / vectors)}_${i % vectors}`,
  }))
  const strip = Array.from({ length: strips }, (_, i) => i)
  const start = (i: { strip: number; v: number }) =>
    around === 'bias' ? `v128.load(bias, ${(i.strip * vectors + i.v) * 16})` : 'f32x4.splat(0)'
  const place = (base: string) =>
    strip.map((i) => `  const ${base}${i} = ${i ? `${base}${i - 1} + ${base}Step` : base}`)
  return `function ${name}${strips}(entry: usize, end: usize, p: usize, pStep: usize, c: usize, cStep: usize, bias: usize): void {
${[...place('p'), ...place('c')].join('\n')}
${sums.map((i) => `  let ${i.sum} = ${start(i)}`).join('\n')}
  for (; entry < end; entry += 8) {
    const offset = <usize>load<u32>(entry)
    const x = v128.load32_splat(entry, 4)
${strip.map((i) => `    const q${i} = p${i} + offset`).join('\n')}
${sums.map((i) => `    const b${i.sum} = v128.load(q${i.strip}, ${i.v * 16})`).join('\n')}
${sums.map((i) => `    ${i.sum} = multiplyAdd(x, b${i.sum}, ${i.sum})`).join('\n')}
  }
${around === 'add' ? sums.map((i) => `  const old${i.sum} = v128.load(c${i.strip}, ${i.v * 16})`).join('\n') : ''}
${sums.map((i) => `  v128.store(c${i.strip}, ${around === 'add' ? `f32x4.add(old${i.sum}, ${i.sum})` : i.sum}, ${i.v * 16})`).join('\n')}
}`
}

/** `name`(rows, a, aStep, b, c, cStep, depth, bias): one strip of `tile.columns` columns; steps in bytes. */
function strip(product: Product, tile: Tile): string {
  const step = product.walk === 'rows' ? 'aStep' : '4'
  const call = (rows: number) => `${product.name}${rows}(a, aStep, b, c, cStep, depth, bias)`
  const heights = Array.from({ length: tile.rows }, (_, index) => index + 1)
  return `${heights.map((rows) => tileFunction(product, rows, tile.columns / 4)).join('\n')}
@inline export function ${product.name}(rows: i32, a: usize, aStep: usize, b: usize, c: usize, cStep: usize, depth: i32, bias: usize): void {
  for (; rows >= ${tile.rows}; rows -= ${tile.rows}) {
    ${call(tile.rows)}
    a += ${tile.rows} * ${step}
    c += ${tile.rows} * cStep
  }
  switch (rows) {
${heights
  .slice(0, -1)
  .map((rows) => `    case ${rows}: ${call(rows)}; break`)
  .join('\n')}
  }
}`
}

/** One tile of `rows` × 4·`vectors`. */
function tileFunction({ name, walk, around }: Product, rows: number, vectors: number): string {
  const row = Array.from({ length: rows }, (_, i) => i)
  const vector = Array.from({ length: vectors }, (_, v) => v)
  const start = (v: number) => (around === 'bias' ? `v128.load(bias, ${v * 16})` : 'f32x4.splat(0)')
  const element = (i: number) =>
    walk === 'rows' ? `v128.load32_splat(a${i}); a${i} += 4` : `v128.load32_splat(a, ${i * 4})`
  const result = (i: number, v: number) =>
    around === 'add' ? `f32x4.add(old${i}_${v}, s${i}_${v})` : `s${i}_${v}`
  // Loaded before the first store: a store in between keeps the re-vectorizer from joining two loads.
  const old = (i: number) =>
    around === 'add' ? vector.map((v) => `  const old${i}_${v} = v128.load(c, ${v * 16})`) : []
  return `@inline function ${name}${rows}(a: usize, aStep: usize, b: usize, c: usize, cStep: usize, depth: i32, bias: usize): void {
${row.flatMap((i) => vector.map((v) => `  let s${i}_${v} = ${start(v)}`)).join('\n')}
${walk === 'rows' ? row.map((i) => `  let a${i} = ${i ? `a${i - 1} + aStep` : 'a'}`).join('\n') : ''}
  let x: v128
  for (let k = 0; k < depth; k++) {
${vector.map((v) => `    const b${v} = v128.load(b, ${v * 16})`).join('\n')}
    b += ${vectors * 16}
${row
  .map((i) =>
    [
      `    x = ${element(i)}`,
      ...vector.map((v) => `    s${i}_${v} = multiplyAdd(x, b${v}, s${i}_${v})`),
    ].join('\n'),
  )
  .join('\n')}
${walk === 'columns' ? '    a += aStep' : ''}
  }
${row.map((i) => [...old(i), ...vector.map((v) => `  v128.store(c, ${result(i, v)}, ${v * 16})`), i < rows - 1 ? '  c += cStep' : ''].join('\n')).join('\n')}
}`
}
