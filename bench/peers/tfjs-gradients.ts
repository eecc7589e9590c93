import { registerHooks } from 'node:module'

/**
 * Gives @tensorflow/tfjs-core the derivatives of its operations. Its Node bundle comes without; the union package
 * `@tensorflow/tfjs` has them, but is 300 MB with WebGL and converters. They are in the core's package as modules for
 * bundlers, whose imports lack the extension that Node asks for, so it is added while they load. They register
 * themselves in the core's tables, which live on `globalThis`.
 */
export async function registerGradients(): Promise<void> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const within = context.parentURL?.includes('/@tensorflow/tfjs-core/dist/') && specifier.startsWith('.')
      return next(within && !specifier.endsWith('.js') ? `${specifier}.js` : specifier, context)
    },
  })
  const warn = process.emitWarning
  // Node says that it had to guess the kind of module, which is no news here.
  process.emitWarning = () => {}
  try {
    // A variable keeps the compiler from checking a package's inside.
    const path = '@tensorflow/tfjs-core/dist/register_all_gradients.js'
    await import(path)
  } finally {
    process.emitWarning = warn
    hooks.deregister()
  }
}
