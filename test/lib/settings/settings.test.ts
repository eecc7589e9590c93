import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Settings, usualSettings } from '#lib/contracts/settings.ts'
import { createSettingStore } from '#lib/db/settings.ts'
import { openSettings } from '#lib/settings/settings.ts'
import { startDatabase } from '../../helpers/database.ts'

const log = pino({ level: 'silent' })
let database: Awaited<ReturnType<typeof startDatabase>>
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.dispose())
beforeEach(async () => {
  await database.prisma.setting.deleteMany()
})

const open = () => openSettings(createSettingStore(database), log)

describe('settings', () => {
  it('are the usual ones until somebody sets them, and outlive the server', async () => {
    const settings = await open()
    expect(settings.current()).toEqual(usualSettings)
    const changed = await settings.update({ runningLimit: 3, retention: { thinAfterDays: 7 } })
    expect(changed).toEqual({ runningLimit: 3, retention: { thinAfterDays: 7, dropAfterDays: null } })
    expect((await open()).current()).toEqual(changed)
    await settings.update({ runningLimit: null })
    expect((await open()).current()).toEqual({ ...changed, runningLimit: null })
  })

  it('are told to whoever follows them at once, until they no longer do', async () => {
    const settings = await open()
    const heard: Settings[] = []
    const end = settings.onChange((changed) => heard.push(changed))
    settings.onChange(() => {
      throw new Error('a follower that fails')
    })
    const first = await settings.update({ runningLimit: 1 })
    end()
    await settings.update({ runningLimit: 2 })
    expect(heard).toEqual([first])
    expect(settings.current().runningLimit).toBe(2)
  })

  it('keep both of two changes that come at the same moment', async () => {
    const settings = await open()
    await Promise.all([
      settings.update({ retention: { thinAfterDays: 7 } }),
      settings.update({ retention: { dropAfterDays: 30 } }),
    ])
    const kept = { thinAfterDays: 7, dropAfterDays: 30 }
    expect(settings.current().retention).toEqual(kept)
    expect((await open()).current().retention).toEqual(kept)
  })

  it('stay as they were where they could not be stored', async () => {
    const store = createSettingStore(database)
    let broken = true
    const write = (values: Record<string, unknown>) =>
      broken ? Promise.reject(new Error('no space')) : store.write(values)
    const settings = await openSettings({ ...store, write }, log)
    await expect(settings.update({ runningLimit: 5 })).rejects.toThrow('no space')
    expect(settings.current()).toEqual(usualSettings)
    broken = false
    expect((await settings.update({ runningLimit: 6 })).runningLimit).toBe(6)
  })

  it('take what another version stored and this one does not understand for never set', async () => {
    const store = createSettingStore(database)
    await store.write({
      runningLimit: 'many',
      retention: { thinAfterDays: 1, dropAfterDays: 2 },
      colour: 'red',
    })
    expect((await open()).current()).toEqual({
      runningLimit: null,
      retention: { thinAfterDays: 1, dropAfterDays: 2 },
    })
  })
})
