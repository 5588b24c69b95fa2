/** Text and attribute values as browsers serialise them (HTML, 13.3 "Serializing HTML fragments"), so that cleaning what we write changes nothing. */

const INVISIBLE = /[\u200b\u2060\ufeff\u00ad\u0000]/g

/** Most texts hold nothing of it. */
const SPECIAL = /[&<>\u00a0\u200b\u2060\ufeff\u00ad\u0000]/

/** Text inside an element. */
export function text(value: string): string {
  if (!SPECIAL.test(value)) return value
  return value
    .replace(INVISIBLE, '')
    .replace(/&/g, '&amp;')
    .replace(/\u00a0/g, ' ')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
}

/** A value inside double quotes. */
export function attribute(value: string): string {
  return text(value).replace(/"/g, '&quot;')
}

/** A line without characters that nobody sees. */
export function visible(line: string): string {
  return SPECIAL.test(line) ? line.replace(INVISIBLE, '').trim() : line
}
