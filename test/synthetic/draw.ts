import { createHash } from 'node:crypto'

/** Numbers drawn from a seed and some words: the same on every run. */
export type Draw = (...words: readonly (string | number)[]) => number

/** A number in [0, 1) for each list of words. */
export const drawFrom =
  (seed: string): Draw =>
  (...words) =>
    createHash('sha1')
      .update([seed, ...words].join('\0'))
      .digest()
      .readUInt32BE(0) /
    2 ** 32
