import { describe } from 'vitest'
import { createLocalQueue } from '../../src/queue/local-queue.ts'
import { queueContract } from '../contract/queue.ts'

describe('the queue of one process', () => {
  queueContract(async (handle, concurrency) => createLocalQueue(handle, concurrency))
})
