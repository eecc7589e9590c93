import { z } from 'zod'

/** Several values in one part of a query, separated by commas; empty and repeated ones are passed over. */
export const commaList = <Item extends z.ZodType<unknown, string>>(items: z.ZodArray<Item>) =>
  z
    .string()
    .transform((list) => [...new Set(list.split(',').filter(Boolean))])
    .pipe(items)
