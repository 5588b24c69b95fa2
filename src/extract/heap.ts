/** How V8 is told to treat the objects of a page. */

import { setFlagsFromString } from 'node:v8'

/**
 * For a process, or a thread, that reads page after page: everything is made among the young objects. By itself V8 makes the objects of a
 * place in the code among the old ones once they have all outlived a collection there, which one page larger than the young heap brings
 * about. Old objects of dead pages then hold young ones, page after page: a third of everything outlived its collection, and collecting
 * cost four times as much. Holds for the whole process.
 */
export function keepPagesYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
}
