/** What a reader of shown pages answers: marks of blocks, and changes of them. */

/** By the number of a block: `+` article text, `-` none, `?` either. */
export type Marks = ReadonlyMap<number, string>

/** The marks that a file of shown pages bears, by page. */
export function shownMarks(file: string): ReadonlyMap<string, Marks> {
  const pages = new Map<string, Map<number, string>>()
  let marks = new Map<number, string>()
  for (const line of file.split('\n')) {
    const head = /^=== (\S+)/.exec(line)
    const block = /^(\d+)([-+?])/.exec(line)
    if (head) {
      marks = new Map()
      pages.set(head[1]!, marks)
    }
    if (block) marks.set(Number(block[1]), block[2]!)
  }
  return pages
}

/**
 * The marks after a reader's changes: `ok`, `none` (no article, and so no marks), or any of `+12`, `-12`, `?12`, `-12..15`.
 * @throws naming the change that is none
 */
export function changeMarks(marks: Marks, changes: readonly string[]): Marks {
  if (changes.join() === 'none') return new Map()
  if (changes.join() === 'ok') return marks
  const changed = new Map(marks)
  for (const change of changes) {
    const [, mark, from, to = from] = /^([-+?])(\d+)(?:\.\.(\d+))?$/.exec(change) ?? []
    if (!mark) throw new Error(`"${change}" is no change; write ok, none, +12, -12, ?12 or -12..15`)
    for (const block of marks.keys()) if (block >= Number(from) && block <= Number(to)) changed.set(block, mark)
  }
  return changed
}
