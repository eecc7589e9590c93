import { existsSync } from 'node:fs'
import { defineConfig } from 'prisma/config'

// Prisma's commands insist on an engine that they would download, though `generate` never runs it.
// Naming any existing file keeps them off the network; `migrate` needs the real one, see docs/decisions/0003.
if (!process.env.PRISMA_SCHEMA_ENGINE_BINARY && existsSync(process.execPath)) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY = process.execPath
}

export default defineConfig({ schema: 'prisma/schema.prisma' })
