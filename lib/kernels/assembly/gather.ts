/**
 * 1/255 = 257/65536 + 1/(255·65536): a byte times the first is exact in float32, so that the sum of both products
 * is value / 255, correctly rounded for every byte.
 */
const high: f32 = 0.0039215087890625
const low: f32 = 5.98384640931372549e-8

/** features = bytes / 255, `count` elements. */
export function scaleBytes(count: i32, bytes: usize, features: usize): void {
  const end = bytes + <usize>count
  for (; bytes + 16 <= end; bytes += 16, features += 64) {
    const all = v128.load(bytes)
    const first = i16x8.extend_low_i8x16_u(all)
    const second = i16x8.extend_high_i8x16_u(all)
    v128.store(features, scale(i32x4.extend_low_i16x8_u(first)))
    v128.store(features, scale(i32x4.extend_high_i16x8_u(first)), 16)
    v128.store(features, scale(i32x4.extend_low_i16x8_u(second)), 32)
    v128.store(features, scale(i32x4.extend_high_i16x8_u(second)), 48)
  }
  for (; bytes < end; bytes++, features += 4) store<f32>(features, <f32>load<u8>(bytes) / 255)
}

// @ts-ignore: decorator
@inline
function scale(values: v128): v128 {
  const x = f32x4.convert_i32x4_s(values)
  return f32x4.add(f32x4.mul(x, f32x4.splat(high)), f32x4.mul(x, f32x4.splat(low)))
}
