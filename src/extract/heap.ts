/** How V8 is told to treat the objects and bytes of pages. */

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * For a process, or a thread, that reads page after page: everything is made among the young objects. By itself V8 makes the objects of a
 * place in the code among the old ones once they have all outlived a collection there, which one page larger than the young heap brings
 * about. Old objects of dead pages then hold young ones, page after page: a third of everything outlived its collection, and collecting
 * cost four times as much. Holds for the whole process.
 */
export function keepPagesYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}

/** By how much of what is alive a heap may grow before it is collected whole, in percent. V8 takes 10 for one as small as ours. */
const GROWTH_PERCENT = 200

/**
 * For a process that takes in page after page. The bytes of a page, off the wire, unpacked and packed again, lie beside the heap, and V8
 * counts them as if they were in it: a heap of 30 MiB was collected whole every 25 pages, which was an eighth of all CPU. Costs some 75 MiB.
 * Holds for the whole process.
 */
export function collectRarely(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`)
}

/** What `gc` takes (V8, `--expose-gc`): what is dead, or that and every page of memory that can be given back. */
const HOW = {
  dead: { type: 'major', execution: 'sync' },
  all: { type: 'major', execution: 'sync', flavor: 'last-resort' },
} as const

/** A collection by hand, for who knows better than V8 when one pays. It stops the thread for 1 to 70 ms. */
export function collector(): (what: keyof typeof HOW) => void {
  // It can be called only under this flag, and only through a context that is made after it.
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: object) => void
  return what => collect(HOW[what])
}
