import { build } from './build.ts'

// The server, told by NODE_ENV, compiles pages when they are asked for and reloads them in the browser.
await build({ pages: false })
await import('../server.ts')
