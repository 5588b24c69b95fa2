/**
 * Runs something on every item of a stream, at most `width` at once, and takes no more from the stream than it works on.
 * Ends early when the signal is given; what runs is waited for. The first thing thrown is thrown on.
 */
export async function inParallel<T>(
  items: AsyncIterable<T>,
  width: number,
  run: (item: T) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const iterator = items[Symbol.asyncIterator]()
  let isOver = false
  const next = serial(() => iterator.next())

  async function work(): Promise<void> {
    while (!isOver && !signal?.aborted) {
      const { done, value } = await next()
      if (done) return
      await run(value)
    }
  }

  const workers = Array.from({ length: width }, () =>
    work().catch(error => {
      isOver = true
      throw error
    }),
  )
  const ended = await Promise.allSettled(workers)
  await iterator.return?.()
  const failed = ended.find(result => result.status === 'rejected')
  if (failed) throw failed.reason
}

/** A generator may be asked again only when it has answered. */
function serial<T>(run: () => Promise<T>): () => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const turn = last.then(run)
    last = turn.catch(() => {})
    return turn
  }
}
