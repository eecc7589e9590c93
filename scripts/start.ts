import { build } from './build.ts'

/** How often to look whether npm is still there. */
const lookEveryMs = 250

// npm hands signals to a shell that does not pass them on; but when that shell goes, this process gets another parent.
if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    // Once: a second signal would not let it end in order.
    clearInterval(watch)
    process.kill(process.pid, 'SIGTERM')
  }, lookEveryMs).unref()
}

await build({ pages: true })
await import('../server.ts')
