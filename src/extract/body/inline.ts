/** Lines of the body as HTML: links, emphasis, and what else is told from the words around it. */

import { type ChildNode, type Element, isTag, isText } from 'domhandler'
import { squeeze } from '../../values/text.ts'
import { parseHttpUrl } from '../../values/url.ts'
import { isBreak, isEntered, isUnseen } from './blocks.ts'
import { attribute, text as escaped } from './markup.ts'

const KEPT_INLINE = new Map(
  Object.entries({
    a: 'a',
    em: 'em',
    i: 'em',
    strong: 'strong',
    b: 'strong',
    code: 'code',
    kbd: 'code',
    samp: 'code',
    tt: 'code',
    dfn: 'em',
    var: 'em',
    sub: 'sub',
    sup: 'sup',
    q: 'q',
    cite: 'cite',
    // What is struck through was said once and is not any more: without the line it would be said still.
    s: 's',
    strike: 's',
    del: 's',
  }),
)

/** Links lead readers elsewhere, at the publisher's word and nobody else's. */
const LINK_REL = 'noopener noreferrer nofollow ugc'

/** What may stand in the cell of a table, of which a line is made: their words are parted as their lines were. */
const IN_CELLS: ReadonlySet<string> = new Set(
  'p div ul ol li dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre section'.split(' '),
)

/** Content of a line: text, links, emphasis. */
export function inline(nodes: readonly ChildNode[], baseUrl: string): string {
  const html = squeeze(nodes.map(node => inlineNode(node, baseUrl, '')).join(''))
  return html.includes('</strong>') || html.includes('</em>') ? joinedEmphasis(html) : html
}

/** Editors leave emphasis in pieces: what goes on with the next is one. */
const joinedEmphasis = (html: string): string =>
  html.replace(/<\/strong>( ?)<strong>/g, '$1').replace(/<\/em>( ?)<em>/g, '$1')

/** @param open the tags that the node stands in: emphasis inside emphasis says nothing */
function inlineNode(node: ChildNode, baseUrl: string, open: string): string {
  if (isText(node)) return escaped(node.data)
  if (!isTag(node) || !isEntered(node) || isUnseen(node)) return ''
  if (isBreak(node)) return ' '
  if (node.name === 'a') return link(node, baseUrl, open)
  const tags = tagsOf(node).filter(tag => NESTED.has(tag) || !open.includes(`<${tag}>`))
  const begin = tags.map(tag => `<${tag}>`).join('')
  const end = tags
    .map(tag => `</${tag}>`)
    .toReversed()
    .join('')
  let content = ''
  for (const child of node.children) content += inlineNode(child, baseUrl, open + begin)
  const html = tags.length === 0 ? content : around(content, begin, end)
  return IN_CELLS.has(node.name) ? ` ${html} ` : html
}

/** What means something else inside of itself. */
const NESTED: ReadonlySet<string> = new Set(['q', 'sub', 'sup'])

/** What an inline element is written as. Editors that paste from elsewhere have emphasis as a style. */
function tagsOf({ name, attribs }: Element): readonly string[] {
  const tag = KEPT_INLINE.get(name)
  if (tag !== undefined) return [tag]
  const style = attribs['style']
  if (style === undefined || (name !== 'span' && name !== 'font')) return []
  return [...(BOLD.test(style) ? ['strong'] : []), ...(SLANTED.test(style) ? ['em'] : [])]
}

const BOLD = /font-weight\s*:\s*(?:bold|[6-9]00)/i
const SLANTED = /font-style\s*:\s*(?:italic|oblique)/i

/** The blanks at both ends of a content part it from its neighbours: they are no part of the link or the emphasis. */
function around(content: string, begin: string, end: string): string {
  const inner = content.trim()
  if (inner === '') return content
  const from = content.indexOf(inner)
  return `${content.slice(0, from)}${begin}${inner}${end}${content.slice(from + inner.length)}`
}

/** A link ends where another begins in it (HTML, 13.2.6.4.7): its own end tag is often missing. */
function link({ attribs, children }: Element, baseUrl: string, open: string): string {
  const content = children.map(child => inlineNode(child, baseUrl, open))
  const second = content.findIndex(html => html.includes('<a '))
  const [own, rest] = second < 0 ? [content, []] : [content.slice(0, second), content.slice(second)]
  const href = addressOf(attribs['href'] ?? '', baseUrl)
  if (href === undefined || own.join('').trim() === '') return content.join('')
  return around(own.join(''), `<a rel="${LINK_REL}" href="${attribute(href)}">`, '</a>') + rest.join('')
}

function addressOf(href: string, baseUrl: string): string | undefined {
  return parseHttpUrl(href, baseUrl)?.href ?? MAIL.exec(href)?.[0]
}

/** An address to write to, without subject and text. */
const MAIL = /^mailto:[^\s?@<>"&%]{1,100}@[\w.-]{1,200}/i
