import { printable } from '../values/text.ts'

/** The value with every text in it printable. Pages declare what no page can hold, in the escapes of JSON, and a cut may halve a character. */
export function allPrintable<T>(value: T): T {
  return clean(value) as T
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value)) return value.map(clean)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, clean(member)]))
}
