import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { stripTypeScriptTypes } from 'node:module'
import type { AddressInfo } from 'node:net'
import { dirname, extname, join, normalize } from 'node:path'

const root = dirname(dirname(import.meta.dirname))
const types: Readonly<Record<string, string>> = {
  '.ts': 'text/javascript',
  '.wasm': 'application/wasm',
  '': 'text/html',
}

/**
 * Serves this project's sources to a browser as the modules they are, types taken out, and an empty page at `/`:
 * for what should run the same in a browser, without a bundler in between.
 */
export async function serveModules(): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url!, 'http://localhost').pathname)
    const type = types[extname(path)] ?? 'application/octet-stream'
    try {
      const body = path === '/' ? '<!doctype html><title>Modules</title>' : await read(path)
      response.writeHead(200, { 'Content-Type': type }).end(body)
    } catch {
      response.writeHead(path === '/favicon.ico' ? 204 : 404).end()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => close(server) }
}

async function read(path: string): Promise<Buffer | string> {
  const bytes = await readFile(join(root, path))
  return extname(path) === '.ts' ? stripTypeScriptTypes(bytes.toString()) : bytes
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  server.close()
  await once(server, 'close')
}
