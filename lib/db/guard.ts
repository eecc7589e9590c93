import { type DatabaseFault, faultOf, unavailable } from './faults.ts'

/** Every method of the given object, with failures of the database told as `unavailable`, and to `onFault`. */
export function guarded<T extends object>(methods: T, onFault: (fault: DatabaseFault) => void): T {
  const entries = Object.entries(methods).map(([name, method]) => [
    name,
    (...parameters: unknown[]) =>
      (method as (...parameters: unknown[]) => Promise<unknown>)(...parameters).catch((cause: unknown) => {
        const fault = faultOf(cause)
        if (!fault) throw cause
        onFault(fault)
        throw unavailable(fault, cause)
      }),
  ])
  return Object.fromEntries(entries) as T
}
