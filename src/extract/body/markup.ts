/** Text and attribute values as browsers serialise them (HTML, 13.3 "Serializing HTML fragments"), so that cleaning what we write changes nothing. */

/** Marks without width, and controls: those that are no white space have no place in HTML (13.2.3.5) or XML. */
const INVISIBLE = /[\u200b\u2060\ufeff\u00ad\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g

/** Most texts hold nothing of it. */
const SPECIAL = /[&<>\u00a0\u200b\u2060\ufeff\u00ad\0-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]/

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
