import { cookies } from 'next/headers'
import { connection } from 'next/server'
import { SettingsForm } from '#app/components/settings/settings-form.tsx'
import { YourName } from '#app/components/settings/your-name.tsx'
import { Page } from '#app/components/shell/page-frame.tsx'
import { memberCookie } from '#lib/contracts/member.ts'
import { getRuntime } from '#lib/runtime.ts'

export const metadata = { title: 'Settings' }

/** What a team decides about its server, and how this browser signs what it does. */
export default async function SettingsPage() {
  await connection()
  const { settings, workers } = getRuntime()
  const name = (await cookies()).get(memberCookie)?.value ?? ''
  return (
    <Page crumbs={[{ title: 'Settings' }]}>
      <div className="max-w-[640px]">
        <h1>Settings</h1>
        <YourName initial={name} />
        <SettingsForm initial={settings.current()} workers={workers} />
      </div>
    </Page>
  )
}
