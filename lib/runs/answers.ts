import { AppError } from '#lib/errors.ts'

interface Limits {
  /** Of the answers that are kept. */
  bytes: number
  /** Questions under way; more are refused. */
  questions: number
}

type Find = () => Promise<Uint8Array<ArrayBuffer>>

/** Answers to questions that take a while: asked once at a time, and the last ones kept. */
export interface Answers {
  /**
   * The answer to the question of that key; with null it is a question that nobody asks again.
   * @throws AppError unavailable where too many are under way
   */
  answer(key: string | null, find: Find): Promise<Uint8Array<ArrayBuffer>>
}

/** @see Answers */
export function createAnswers({ bytes: mostBytes, questions: mostQuestions }: Limits): Answers {
  /** In the order in which they were last asked for. */
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  const underWay = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  let bytes = 0
  let questions = 0

  function forget(key: string): void {
    bytes -= kept.get(key)?.byteLength ?? 0
    kept.delete(key)
  }

  function keep(key: string, answer: Uint8Array<ArrayBuffer>): void {
    forget(key)
    if (answer.byteLength > mostBytes) return
    kept.set(key, answer)
    bytes += answer.byteLength
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes) return
      forget(oldest)
    }
  }

  async function ask(find: Find): Promise<Uint8Array<ArrayBuffer>> {
    if (questions >= mostQuestions) {
      throw new AppError(
        'unavailable',
        'Too many questions about networks are under way; ask again in a moment',
      )
    }
    questions++
    try {
      return await find()
    } finally {
      questions--
    }
  }

  return {
    answer: async (key, find) => {
      if (key === null) return ask(find)
      const known = kept.get(key)
      if (known) {
        keep(key, known)
        return known
      }
      const joined = underWay.get(key)
      if (joined) return joined
      const asked = ask(find)
      underWay.set(key, asked)
      try {
        const answer = await asked
        keep(key, answer)
        return answer
      } finally {
        underWay.delete(key)
      }
    },
  }
}
