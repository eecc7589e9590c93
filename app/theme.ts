/** Cookie that holds the chosen theme; without it the system decides. */
export const themeCookie = 'theme'

export type Theme = 'light' | 'dark'

/** A cookie's value as a theme; undefined for anything else. */
export function parseTheme(value: string | undefined): Theme | undefined {
  return value === 'light' || value === 'dark' ? value : undefined
}
