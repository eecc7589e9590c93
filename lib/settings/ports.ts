/** What a team decided, by name, as it is kept; nothing stands under a name that was never set. */
export interface SettingStore {
  read(): Promise<Record<string, unknown>>
  /** Sets these names, all or none. */
  write(values: Record<string, unknown>): Promise<void>
}
