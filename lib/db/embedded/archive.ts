import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip, createGzip } from 'node:zlib'
import { createTarDecoder, createTarPacker, type TarHeader } from 'modern-tar'
import { z } from 'zod'
import { StartError } from '#lib/errors.ts'

/** First entry of a backup: what it is. */
const manifestName = 'actoscope-backup.json'
/** Last entry: hashes of all other files, as `sha256sum -c` takes them. Without it, the backup is not whole. */
const sumsName = 'SHA256SUMS'

const manifestSchema = z.object({
  format: z.literal(1),
  /** Major version of the PostgreSQL that the files are of. */
  postgres: z.int(),
  createdAt: z.iso.datetime(),
})
export type Manifest = z.infer<typeof manifestSchema>

/** A tar archive while it is written. Names have no leading slash. */
export interface ArchiveWriter {
  folder(name: string): Promise<void>
  /** `content` yields `size` bytes. */
  file(name: string, size: number, content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<void>
}

/**
 * Writes a new backup, a gzipped tar archive: the manifest, what `fill` adds, the hashes. Nothing is left where it fails.
 * Answers its size in bytes.
 * @throws StartError where the file is there already or cannot be made
 */
export async function writeArchive(
  path: string,
  manifest: Manifest,
  fill: (archive: ArchiveWriter) => Promise<void>,
  signal: AbortSignal,
): Promise<number> {
  const output = await open(path, 'wx', 0o600).catch((cause: NodeJS.ErrnoException) => {
    const reason = cause.code === 'EEXIST' ? 'is there already' : `cannot be made: ${cause.message}`
    throw new StartError(`${path} ${reason}`, { cause })
  })
  try {
    const { readable, controller } = createTarPacker()
    const stream = output.createWriteStream({ flush: true })
    // What weights and measurements are made of hardly gets smaller by more effort.
    const gzip = createGzip({ level: constants.Z_BEST_SPEED })
    const written = pipeline(Readable.from(readable, { objectMode: false }), gzip, stream, { signal })
    written.catch(() => {})
    try {
      const { writer, sums } = hashing((header) => controller.add(header))
      const text = (value: string) => [Buffer.from(value)]
      const first = `${JSON.stringify(manifest)}\n`
      await writer.file(manifestName, Buffer.byteLength(first), text(first))
      await fill(writer)
      const last = [...sums].map(([name, sum]) => `${sum}  ${name}\n`).join('')
      await writer.file(sumsName, Buffer.byteLength(last), text(last))
      controller.finalize()
    } catch (error) {
      controller.error(error)
      // Where writing failed, that is the reason.
      await written
      throw error
    }
    await written
    return stream.bytesWritten
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await output.close().catch(() => {})
  }
}

function hashing(add: (header: TarHeader) => WritableStream<Uint8Array>) {
  const sums = new Map<string, string>()
  const mtime = new Date()
  const writer: ArchiveWriter = {
    folder: (name) => add({ name: `${name}/`, type: 'directory', size: 0, mode: 0o700, mtime }).close(),
    file: async (name, size, content) => {
      const hash = createHash('sha256')
      const body = add({ name, type: 'file', size, mode: 0o600, mtime }).getWriter()
      for await (const chunk of content) {
        hash.update(chunk)
        await body.write(chunk)
      }
      await body.close()
      sums.set(name, hash.digest('hex'))
    },
  }
  return { writer, sums }
}

/** What takes a backup's entries, in their order; a folder comes before what is in it. */
export interface ArchiveReader {
  folder(name: string): Promise<void>
  file(name: string, content: AsyncIterable<Uint8Array>): Promise<void>
}

/**
 * The manifest of a backup.
 * @throws StartError where the file is none, or of a format that this version does not know
 */
export async function readManifest(path: string): Promise<Manifest> {
  return telling(path, async () => {
    for await (const { header, body } of entriesOf(path)) {
      if (header.name !== manifestName || header.size > 4096) break
      const parsed = manifestSchema.safeParse(JSON.parse(await new Response(body).text()))
      if (parsed.success) return parsed.data
      throw new StartError(`${path} is of a format that this version of Actoscope does not know`)
    }
    throw new StartError(`${path} is no backup of Actoscope`)
  })
}

/**
 * Hands all but the manifest to the reader, and compares every file's hash.
 * @throws StartError where the backup is damaged or not whole
 */
export async function readArchive(path: string, reader: ArchiveReader, signal: AbortSignal): Promise<void> {
  await telling(path, async () => {
    const found = new Map<string, string>()
    let listed: Map<string, string> | null = null
    for await (const { header, body } of entriesOf(path)) {
      signal.throwIfAborted()
      const name = header.name.replace(/\/$/, '')
      if (listed || !isInside(name)) throw new Error(`unexpected entry ${header.name}`)
      if (header.type === 'directory') {
        await body.cancel()
        await reader.folder(name)
      } else if (name === sumsName) listed = parseSums(await new Response(body).text())
      else {
        const hash = createHash('sha256')
        const content = hashed(body, hash)
        if (name === manifestName) await Array.fromAsync(content)
        else await reader.file(name, content)
        found.set(name, hash.digest('hex'))
      }
    }
    if (!listed) throw new Error('its end is missing')
    for (const name of new Set([...found.keys(), ...listed.keys()])) {
      if (found.get(name) !== listed.get(name)) throw new Error(`${name} is not what it was`)
    }
  })
}

/** A name that stays below the folder into which it is unpacked. */
function isInside(name: string): boolean {
  return name.split('/').every((part) => part !== '' && part !== '.' && part !== '..')
}

async function* hashed(body: AsyncIterable<Uint8Array>, hash: ReturnType<typeof createHash>) {
  for await (const chunk of body) {
    hash.update(chunk)
    yield chunk
  }
}

function parseSums(text: string): Map<string, string> {
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]))
}

async function* entriesOf(path: string) {
  const input = createReadStream(path)
  const gunzip = createGunzip()
  const unzipped = pipeline(input, gunzip)
  unzipped.catch(() => {})
  const { readable, writable } = createTarDecoder({ strict: true })
  const decoded = Readable.toWeb(gunzip).pipeTo(writable)
  decoded.catch(() => {})
  try {
    yield* readable
    await decoded
  } finally {
    input.destroy()
    gunzip.destroy()
  }
}

/** What is wrong with the archive, as one line; failures of the file system pass, they have nothing to do with it. */
async function telling<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof StartError) throw error
    // Node's web streams wrap what zlib says in an error that says nothing.
    const { message: words, cause: inner } = error as Error
    const cause = words === '' ? inner : error
    const { message, syscall, path: failed } = cause as NodeJS.ErrnoException
    if (syscall !== undefined && failed !== path && syscall !== 'read') throw cause
    throw new StartError(`${path} ${syscall ? 'cannot be read' : 'is damaged'}: ${message}`, { cause })
  }
}
