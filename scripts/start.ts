import { build } from './build.ts'

await build({ pages: true })
await import('../server.ts')
