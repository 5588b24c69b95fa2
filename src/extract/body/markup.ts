/** Text and attribute values as browsers serialise them (HTML, 13.3 "Serializing HTML fragments"), so that cleaning what we write changes nothing. */

const INVISIBLE = /[\u200b\u2060\ufeff\u00ad\u0000]/g

/** Text inside an element. */
export function text(value: string): string {
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
