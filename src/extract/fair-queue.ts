/**
 * Work of several parties in an order that is fair by what it costs, though that is known only afterwards. Start-time fair queueing:
 * P. Goyal, H. Vin, H. Cheng, "Start-time Fair Queueing", SIGCOMM 1996; what a turn will cost is guessed from the party's last ones.
 */
export interface FairQueue<T> {
  readonly size: number
  add(party: string, item: T): void
  /** The item whose turn it is: the first of the party that has had least. Undefined when nothing waits. */
  take(): Turn<T> | undefined
}

export interface Turn<T> {
  readonly item: T
  /** To be told once, at the turn's end. */
  paid(cost: number): void
}

interface Party<T> {
  readonly waiting: T[]
  /** what it has had, with what is guessed of its turns that are not over */
  spent: number
  /** what a turn of it costs, the last ones counting most */
  usual: number
  running: number
}

/** @param usual what a turn costs of a party that has had none, in whatever unit costs are told */
export function createFairQueue<T>(usual: number): FairQueue<T> {
  const parties = new Map<string, Party<T>>()
  let size = 0
  /** what whoever was served last had had: those who come now are as if they had had that much */
  let reached = 0

  return {
    get size() {
      return size
    },
    add(name, item) {
      const party = parties.get(name) ?? { waiting: [], spent: reached, usual, running: 0 }
      parties.set(name, party)
      // Nothing is saved up by not asking.
      if (party.waiting.length === 0 && party.running === 0) party.spent = Math.max(party.spent, reached)
      party.waiting.push(item)
      size++
    },
    take() {
      const party = leastServed()
      if (!party) return undefined
      size--
      reached = Math.max(reached, party.spent)
      const guessed = party.usual
      party.spent += guessed
      party.running++
      return {
        item: party.waiting.shift() as T,
        paid(cost) {
          party.spent += cost - guessed
          party.usual = (party.usual + cost) / 2
          party.running--
        },
      }
    },
  }

  function leastServed(): Party<T> | undefined {
    let least: Party<T> | undefined
    for (const party of parties.values())
      if (party.waiting.length > 0 && party.spent < (least?.spent ?? Number.POSITIVE_INFINITY)) least = party
    return least
  }
}
