import type { Pool, PoolClient } from 'pg'

/** Does the work in one transaction on a connection of its own; what it throws undoes all. */
export async function inTransaction<T>(
  pool: Pool,
  characteristics: '' | 'ISOLATION LEVEL REPEATABLE READ READ ONLY',
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query(`BEGIN ${characteristics}`)
    const result = await work(client)
    await client.query('COMMIT')
    client.release()
    return result
  } catch (error) {
    // A connection that is closed rolls back, even where the database is frozen and answers nothing.
    client.release(true)
    throw error
  }
}
