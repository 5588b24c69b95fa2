import PQueue from 'p-queue'
import type { Job, Queue } from '../ports.ts'

/**
 * Jobs of this process, run by p-queue; what a kill loses is still due in the ledger.
 * @param handle settles every fault of its job itself
 */
export function createLocalQueue(handle: (job: Job) => Promise<void>, concurrency: number): Queue {
  const queue = new PQueue({ concurrency })
  const unended = new Set<Job>()

  return {
    async add(jobs) {
      for (const job of jobs) {
        unended.add(job)
        void queue.add(() => handle(job).finally(() => unended.delete(job)))
      }
    },
    // Half again as many as run at once: the next jobs are at hand while a claim is made for those after them.
    room: async () => Math.floor(concurrency * 1.5) - queue.pending - queue.size,
    isReady: async () => true,
    async drain(graceMs) {
      queue.clear()
      await Promise.race([queue.onIdle(), new Promise(resolve => setTimeout(resolve, graceMs).unref())])
      const left = [...unended]
      unended.clear()
      return left
    },
    close: async () => {},
  }
}
