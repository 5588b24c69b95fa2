/** XML written by a serializer, so that no text can become markup. */

/** Characters that XML 1.0 cannot carry in any form (2.2), unpaired surrogates among them. */
const FORBIDDEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
}

/** Text as it stands in an element or a quoted attribute. */
export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"\r]/g, character => ESCAPES[character] as string)
}

type Child = string | undefined | false

/** An element of text, or of elements already written (`children`); without content it is left out. */
export function element(
  name: string,
  content: string | undefined,
  attributes: Readonly<Record<string, string | undefined>> = {},
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(value as string)}"`)
    .join('')
  if (content === undefined) return written === '' ? '' : `<${name}${written}/>`
  return `<${name}${written}>${escapeXml(content)}</${name}>`
}

/** An element around elements. */
export function parent(name: string, attributes: Readonly<Record<string, string>>, children: readonly Child[]): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeXml(value)}"`)
    .join('')
  return `<${name}${written}>\n${children.filter(Boolean).join('\n')}\n</${name}>`
}

/** A whole document. */
export const xmlDocument = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`
