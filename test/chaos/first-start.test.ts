import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { createRun, hasEnded, tinyRun, waitForRun } from '../helpers/api.ts'
import { makeFolder, removeFolder } from '../helpers/folders.ts'
import { launch, startServer } from '../helpers/server.ts'
import { createDice } from './dice.ts'

it('a first start that is killed at any moment leaves nothing that is in the way of the next', async () => {
  const folder = makeFolder()
  const dataDir = join(folder, 'data')
  const dice = createDice(1, 0)
  // From making the cluster to applying the migrations.
  for (let kill = 0; kill < 6; kill++) {
    const { process: child } = launch(dataDir, {})
    const exited = once(child, 'exit')
    await sleep(dice.between(200, 1800))
    child.kill('SIGKILL')
    await exited
  }
  const server = await startServer(dataDir)
  const run = await createRun(server.url, tinyRun)
  expect((await waitForRun(server.url, run.id, hasEnded)).state).toBe('completed')
  expect(await server.stop()).toBe(0)
  removeFolder(folder)
}, 120_000)
