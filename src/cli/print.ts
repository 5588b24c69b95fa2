/** What a command prints: tables for people, JSON lines for programs. Stdout carries the answer, stderr everything else. */

/** One JSON object a line. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** A list as JSON, one object a line. */
export function printJsonLines(values: Iterable<unknown>): void {
  for (const value of values) printJson(value)
}

/** A line for people. */
export function print(text = ''): void {
  process.stdout.write(`${printable(text)}\n`)
}

/** A line beside the answer. */
export function note(text: string): void {
  process.stderr.write(`${printable(text)}\n`)
}

type Cell = string | number | undefined

/** Between two columns. */
const GAP = '  '

/** A column that had to give way keeps this much, enough to tell its values apart. */
const NARROWEST = 8

/** Columns as wide as their content. Where they are wider than the terminal, the widest give way; what is no terminal gets all. */
export function printTable(head: readonly string[], rows: readonly (readonly Cell[])[]): void {
  for (const line of layTable(head, rows, process.stdout.isTTY ? process.stdout.columns : undefined)) print(line)
}

/**
 * The lines of a table. The first column, by which a row is asked for again, is never cut.
 * @param room characters in a line; absent: as many as it takes
 */
export function layTable(head: readonly string[], rows: readonly (readonly Cell[])[], room = Infinity): string[] {
  const cells = [head, ...rows.map(row => row.map(cell => printable(String(cell ?? '')).replaceAll('\n', ' ')))]
  const widths = head.map((_, column) => cells.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0))
  const fitted = narrow(widths, room - GAP.length * (widths.length - 1))
  return cells.map(row =>
    row
      .map((cell, column) => cut(cell, fitted[column] ?? 0))
      .join(GAP)
      .trimEnd(),
  )
}

/** Takes from the widest column but the first until all fit. */
function narrow(widths: readonly number[], room: number): number[] {
  const fitted = [...widths]
  const sum = () => fitted.reduce((total, width) => total + width, 0)
  while (sum() > room) {
    const widest = fitted.indexOf(Math.max(...fitted.slice(1)), 1)
    if (widest < 1 || (fitted[widest] ?? 0) <= NARROWEST) break
    fitted[widest] = (fitted[widest] ?? 0) - 1
  }
  return fitted
}

const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width)

/** Texts of strangers are printed: a control character in one must not reach the terminal. */
const printable = (text: string): string => text.replace(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, '')

/** How often a crawl without a terminal says how it goes on. */
const QUIET_MS = 10_000

/** A line that is written over and over on a terminal, and elsewhere every ten seconds. */
export function progressLine(): { show(text: string): void; end(): void } {
  const { stderr } = process
  let lastAt = performance.now()
  return {
    show(text) {
      if (stderr.isTTY) stderr.write(`\r\x1b[K${text.slice(0, (stderr.columns ?? 80) - 1)}`)
      else if (performance.now() - lastAt >= QUIET_MS) {
        lastAt = performance.now()
        note(text)
      }
    },
    end() {
      if (stderr.isTTY) stderr.write('\r\x1b[K')
    },
  }
}
