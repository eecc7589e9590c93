import { parseTheme, themeCookie } from '#app/theme.ts'

const year = 365 * 24 * 3600

/** Light to dark and back; remembered in a cookie, so that the server sends the right one at once. */
export function switchTheme(): void {
  const { dataset } = document.documentElement
  const shown =
    parseTheme(dataset.theme) ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
  const next = shown === 'dark' ? 'light' : 'dark'
  dataset.theme = next
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it for the next page; CookieStore needs https
  document.cookie = `${themeCookie}=${next}; path=/; max-age=${year}; samesite=lax`
}
