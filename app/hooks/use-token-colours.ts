import { useEffect, useState } from 'react'

/** Red, green and blue, 0 to 255. */
export type Rgb = readonly [number, number, number]

function readToken(token: string): Rgb {
  const probe = document.createElement('span')
  probe.style.color = `var(${token})`
  document.body.append(probe)
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number)
  probe.remove()
  return [red, green, blue]
}

/**
 * Tokens as numbers, for what is painted pixel by pixel; null until they are read. They follow the theme.
 *
 * @param tokens names, always the same list
 */
export function useTokenColours<Name extends string>(tokens: readonly Name[]): Record<Name, Rgb> | null {
  const [colours, setColours] = useState<Record<Name, Rgb> | null>(null)
  useEffect(() => {
    const read = () =>
      setColours(Object.fromEntries(tokens.map((token) => [token, readToken(token)])) as Record<Name, Rgb>)
    read()
    const observer = new MutationObserver(read)
    observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', read)
    return () => {
      observer.disconnect()
      dark.removeEventListener('change', read)
    }
  }, [tokens])
  return colours
}
