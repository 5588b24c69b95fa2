import { readFileSync, statSync } from 'node:fs'

/**
 * One body of cases, answered by the product's own code.
 * A suite reads what is asked of each case and never what is expected of it: the scorer holds the two side by side.
 * @param cases path of the case file or folder
 * @param write takes one prediction, a value that JSON can hold
 */
export type Suite = (cases: string, write: (prediction: unknown) => void) => Promise<void>

/** The records of a file with one JSON value a line. Throws where the path is a folder's. */
export function readCases<T>(file: string): readonly T[] {
  if (statSync(file).isDirectory()) throw new Error(`${file} is a folder: name the file of cases (.ndjson) in it`)
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => JSON.parse(line) as T)
}
