import { type Settings, type SettingsPatch, settingsSchema, usualSettings } from '#lib/contracts/settings.ts'
import type { Log } from '#lib/log.ts'
import type { SettingStore } from './ports.ts'

/** The server's settings: known at any moment, and told to whoever follows them. */
export interface LiveSettings {
  current(): Settings
  /** Stores what the patch names, and answers all; what it does not name stays as it is. */
  update(patch: SettingsPatch): Promise<Settings>
  /** Calls with the settings after each change; the answer ends it. */
  onChange(listener: (settings: Settings) => void): () => void
}

/** The settings of the one server that works on the store; they are read once, and kept in memory from then on. */
export async function openSettings(store: SettingStore, log: Log): Promise<LiveSettings> {
  let current = fromStored(await store.read())
  const listeners = new Set<(settings: Settings) => void>()
  const tell = (listener: (settings: Settings) => void) => {
    try {
      listener(current)
    } catch (error) {
      log.error({ error }, 'a change of the settings')
    }
  }
  const change = async (patch: SettingsPatch) => {
    const next = merge(current, patch)
    await store.write(next)
    current = next
    for (const listener of listeners) tell(listener)
    return next
  }
  // One after the other: each patch is merged with what the one before it left.
  let last: Promise<unknown> = Promise.resolve()
  return {
    current: () => current,
    update: (patch) => {
      const changed = last.then(() => change(patch))
      last = changed.catch(() => {})
      return changed
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function merge(settings: Settings, patch: SettingsPatch): Settings {
  const { runningLimit = settings.runningLimit, retention = {} } = patch
  const { thinAfterDays = settings.retention.thinAfterDays } = retention
  const { dropAfterDays = settings.retention.dropAfterDays } = retention
  return { runningLimit, retention: { thinAfterDays, dropAfterDays } }
}

/** What another version stored and this one does not understand counts as never set. */
function fromStored(stored: Record<string, unknown>): Settings {
  const { runningLimit, retention } = settingsSchema.shape
  return {
    runningLimit: runningLimit.catch(usualSettings.runningLimit).parse(stored.runningLimit),
    retention: retention.catch(usualSettings.retention).parse(stored.retention),
  }
}
