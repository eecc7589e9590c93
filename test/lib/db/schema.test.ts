import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { makeFolder, removeFolder } from '../../helpers/folders.ts'

const root = join(import.meta.dirname, '../../..')

function check(schema: string) {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['scripts/migration.ts', '--check', '--schema', schema],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  return { status, stdout }
}

it('is what the migrations make, to the last index', () => {
  expect(check('prisma/schema.prisma')).toEqual({ status: 0, stdout: '' })
})

it('with an index more than the migrations make is found out', () => {
  const folder = makeFolder()
  const changed = join(folder, 'schema.prisma')
  const text = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8')
  writeFileSync(changed, text.replace('@@map("run")', '@@index([name])\n  @@map("run")'))
  const { status, stdout } = check(changed)
  removeFolder(folder)
  expect(stdout).toContain('CREATE INDEX "run_name_idx" ON "run"("name")')
  expect(status).toBe(1)
})
