import { StartError } from '#lib/errors.ts'

const codes = { SIGINT: 130, SIGTERM: 143 } as const

/**
 * Runs a command to its end: one line on standard output and exit code 0, or one on standard error and 1 (after a
 * signal, which `run` is told of, the shell's code for that). What a programmer must mend comes with its stack.
 */
export async function runCommand(run: (signal: AbortSignal) => Promise<string>): Promise<never> {
  const interruption = new AbortController()
  let code = 1
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      code = codes[signal]
      interruption.abort(new StartError(`Ended by ${signal}; nothing was done`))
    })
  }
  try {
    process.stdout.write(`${await run(interruption.signal)}\n`)
    code = 0
  } catch (error) {
    const reason = interruption.signal.aborted ? interruption.signal.reason : error
    const { message, stack } = reason as Error
    process.stderr.write(`actoscope: ${isForPerson(reason) ? message : stack}\n`)
  }
  process.exit(code)
}

/** Told on purpose, a wrong option, or a failure of the file system. */
function isForPerson(error: unknown): boolean {
  const { code, syscall } = error as NodeJS.ErrnoException
  return error instanceof StartError || syscall !== undefined || `${code}`.startsWith('ERR_PARSE_ARGS')
}
