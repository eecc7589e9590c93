import './globals.css'
import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { CommandProvider } from '#app/components/shell/command-provider.tsx'
import { Rail } from '#app/components/shell/rail.tsx'
import { ToastProvider } from '#app/components/shell/toasts.tsx'
import { LiveProvider } from '#app/hooks/use-live.tsx'
import { parseTheme, themeCookie } from '#app/theme.ts'

export const metadata: Metadata = {
  title: { default: 'Actoscope', template: '%s · Actoscope' },
  description: 'Train small networks, watch them live, and see which activation function to use, and why',
}

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  colorScheme: 'light dark',
}

/** The frame around every page: rail, connection, theme, fonts. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(themeCookie)?.value)
  return (
    <html lang="en" data-theme={theme} className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <a
          href="#main"
          className="absolute -top-20 left-2 z-30 rounded-3 bg-raised px-3 py-2 shadow-float focus:top-2"
        >
          Skip to content
        </a>
        <LiveProvider>
          <ToastProvider>
            <CommandProvider>
              <div className="min-h-screen pb-[calc(var(--tabs)+env(safe-area-inset-bottom))] tablet:grid tablet:grid-cols-[var(--rail)_minmax(0,1fr)] tablet:pb-0">
                <Rail />
                <div className="min-w-0">{children}</div>
              </div>
            </CommandProvider>
          </ToastProvider>
        </LiveProvider>
      </body>
    </html>
  )
}
