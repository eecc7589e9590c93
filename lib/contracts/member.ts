import { textSchema } from './text.ts'

/** How a member is named until there are accounts: what somebody says of themselves. */
export const memberNameSchema = textSchema.trim().min(1).max(60)

/** Name of the cookie (its value percent-encoded) and of the header (likewise) that say who asks. */
export const memberCookie = 'actoscope-member'
export const memberHeader = 'actoscope-member'
