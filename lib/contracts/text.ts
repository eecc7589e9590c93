import { z } from 'zod'

/** Text that the database can keep: no NUL, no half of a surrogate pair. */
export const textSchema = z
  .string()
  .refine((text) => !text.includes('\0') && text.isWellFormed(), 'Holds a character that is not text')
