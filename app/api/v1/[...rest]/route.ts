import { handler } from '#app/api/handler.ts'
import { AppError } from '#lib/errors.ts'

const refuse = handler(async (request: Request) => {
  throw new AppError('not_found', `There is nothing at ${new URL(request.url).pathname}`)
})

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT }
