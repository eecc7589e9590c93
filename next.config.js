import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  devIndicators: false,
  // In development Next answers localhost only; the server names itself by its address.
  allowedDevOrigins: ['127.0.0.1'],
  turbopack: { root: dirname(fileURLToPath(import.meta.url)) },
}
