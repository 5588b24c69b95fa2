import PQueue from 'p-queue'
import type { Job, Queue } from '../ports.ts'

/**
 * Jobs of this process, run by p-queue; what a kill loses is still due in the ledger.
 * @param handle settles every fault of its job itself
 */
export function createLocalQueue(handle: (job: Job) => Promise<void>, concurrency: number): Queue {
  const queue = new PQueue({ concurrency })
  const waiting = new Set<Job>()

  return {
    async add(jobs) {
      for (const job of jobs) {
        waiting.add(job)
        void queue.add(() => {
          waiting.delete(job)
          return handle(job)
        })
      }
    },
    // Half again as many as run at once: the next jobs are at hand while a claim is made for those after them.
    room: () => Math.floor(concurrency * 1.5) - queue.pending - queue.size,
    isIdle: () => queue.pending === 0 && queue.size === 0,
    async drain(graceMs) {
      queue.clear()
      const unbegun = [...waiting]
      waiting.clear()
      await Promise.race([queue.onIdle(), new Promise(resolve => setTimeout(resolve, graceMs).unref())])
      return unbegun
    },
  }
}
