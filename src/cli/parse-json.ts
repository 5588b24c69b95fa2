import { WiredeskError } from '../errors.ts'

/** JSON of the operator's. Throws BAD_ARGUMENT with the place it stands at: a file, or a line of one. */
export function parseJson(json: string, place: string): unknown {
  try {
    return JSON.parse(json)
  } catch (cause) {
    // V8 counts lines within the text that it was given.
    const what = (cause as Error).message.replace(/ \(line \d+ column \d+\)$/, '')
    throw new WiredeskError('BAD_ARGUMENT', { detail: `${place}: ${what}`, cause })
  }
}
