/** Clean HTML and plain text out of the chosen part of a page. */

import { type ChildNode, type Element, isTag, isText } from 'domhandler'
import type { Body } from '../../model.ts'
import { escapeHtml, sanitizeHtml } from '../../values/html.ts'
import { collapse, wordCount } from '../../values/text.ts'
import { parseHttpUrl } from '../../values/url.ts'
import type { Page } from '../page.ts'
import type { Furniture } from './furniture.ts'

const BLOCKS = new Set(
  'address article blockquote center dd details div dl dt fieldset figure h1 h2 h3 h4 h5 h6 hr li main ol p pre section summary table tbody tfoot thead td th tr ul'.split(
    ' ',
  ),
)
const KEPT_INLINE: Readonly<Record<string, string>> = {
  a: 'a',
  em: 'em',
  i: 'em',
  strong: 'strong',
  b: 'strong',
  code: 'code',
  sub: 'sub',
  sup: 'sup',
  q: 'q',
  cite: 'cite',
}
const HEADINGS: Readonly<Record<string, string>> = { h1: 'h2', h2: 'h2', h3: 'h3', h4: 'h4', h5: 'h4', h6: 'h4' }

/** A block whose text is mostly links is a list of other articles, unless it is longer than such lists are. */
const MAX_LINK_SHARE = 0.7
const LONG_BLOCK_WORDS = 40

/** Deeper trees are made by machines against machines. */
const MAX_DEPTH = 200

interface Writer {
  readonly page: Page
  readonly furniture: Furniture
  readonly headline: string | undefined
  readonly html: string[]
  readonly lines: string[]
}

/** The body that stands in one element of the page. */
export function buildBody(page: Page, container: Element, headline: string | undefined, furniture: Furniture): Body {
  const writer: Writer = { page, furniture, headline, html: [], lines: [] }
  writeBlocks(container.children, writer, 0)
  return finish(writer)
}

/** A body from plain text, or from the HTML that some publishers put into JSON-LD. */
export function fromText(text: string): Body {
  const lines = (
    /<p[\s>]/i.test(text)
      ? text.split(/<\/p>|<br\s*\/?>/i).map(part => part.replace(/<[^>]*>/g, ''))
      : text.split(/\n+/)
  )
    .map(collapse)
    .filter(line => line !== '')
  return finish({ html: lines.map(line => `<p>${escapeHtml(line)}</p>`), lines })
}

function finish({ html, lines }: Pick<Writer, 'html' | 'lines'>): Body {
  const text = lines.join('\n')
  return { html: sanitizeHtml(html.join('\n')), text, wordCount: wordCount(text) }
}

/** Walks siblings: runs of inline content become paragraphs, block elements are written as what they are. */
function writeBlocks(nodes: readonly ChildNode[], writer: Writer, depth: number): void {
  if (depth > MAX_DEPTH) return
  let run: ChildNode[] = []
  const endRun = (): void => {
    if (run.length > 0) writeParagraph('p', run, writer)
    run = []
  }
  for (const node of nodes) {
    if (isText(node)) run.push(node)
    else if (!isTag(node) || writer.furniture.is(node)) continue
    else if (node.name === 'br') endRun()
    else if (BLOCKS.has(node.name) || holdsBlocks(node)) {
      endRun()
      writeBlock(node, writer, depth)
    } else run.push(node)
  }
  endRun()
}

function writeBlock(element: Element, writer: Writer, depth: number): void {
  const heading = HEADINGS[element.name]
  if (heading) return writeParagraph(heading, element.children, writer)
  switch (element.name) {
    case 'p':
      return holdsBlocks(element)
        ? writeBlocks(element.children, writer, depth + 1)
        : writeParagraph('p', element.children, writer)
    case 'pre':
      return writePre(element, writer)
    case 'ul':
    case 'ol':
      return writeList(element, writer, depth)
    case 'blockquote':
      return wrap('blockquote', writer, () => writeBlocks(element.children, writer, depth + 1))
    case 'figure':
      return writeFigure(element, writer)
    case 'table':
      return writeTable(element, writer, depth)
    default:
      return writeBlocks(element.children, writer, depth + 1)
  }
}

function writeParagraph(tag: string, nodes: readonly ChildNode[], writer: Writer): void {
  const text = collapse(nodes.map(node => textOf(node, writer.furniture)).join(''))
  if (text === '' || isLinkList(nodes, text, writer) || isHeadline(tag, text, writer)) return
  writer.html.push(`<${tag}>${inline(nodes, writer).trim()}</${tag}>`)
  writer.lines.push(text)
}

function isLinkList(nodes: readonly ChildNode[], text: string, { furniture }: Writer): boolean {
  const linked = collapse(nodes.map(node => linkedTextOf(node, furniture)).join('')).length
  return linked > text.length * MAX_LINK_SHARE && wordCount(text) < LONG_BLOCK_WORDS
}

/** The page's own headline is a field, not the first line of the text. */
const isHeadline = (tag: string, text: string, { headline, lines }: Writer): boolean =>
  tag !== 'p' && lines.length < 3 && text === headline

function writePre(element: Element, writer: Writer): void {
  const text = textOf(element, writer.furniture).trim()
  if (text === '') return
  writer.html.push(`<pre>${escapeHtml(text)}</pre>`)
  writer.lines.push(collapse(text))
}

function writeList(element: Element, writer: Writer, depth: number): void {
  const items = element.children.filter(node => isTag(node)).filter(node => !writer.furniture.is(node))
  const text = collapse(items.map(item => textOf(item, writer.furniture)).join(' '))
  if (items.length > 1 && isLinkList(items, text, writer)) return
  wrap(element.name, writer, () => {
    for (const item of items)
      wrap('li', writer, () => writeBlocks(item.name === 'li' ? item.children : [item], writer, depth + 1))
  })
}

/** A picture with its words; the words are not part of the running text. */
function writeFigure(element: Element, { page, html }: Writer): void {
  const image = page.$(element).find('img').first()
  const src = parseHttpUrl(image.attr('data-src') ?? image.attr('src') ?? '', page.url)?.href
  if (src === undefined) return
  const caption = collapse(page.$(element).find('figcaption').first().text())
  html.push(
    `<figure><img src="${escapeHtml(src)}" alt="${escapeHtml(collapse(image.attr('alt') ?? ''))}">${caption && `<figcaption>${escapeHtml(caption)}</figcaption>`}</figure>`,
  )
}

/** Tables stay tables; one without header or second column is a layout. */
function writeTable(element: Element, writer: Writer, depth: number): void {
  const rows = writer.page.$(element).find('tr').toArray() as Element[]
  const widest = Math.max(0, ...rows.map(row => row.children.filter(cell => isTag(cell)).length))
  if (widest < 2 || writer.page.$(element).find('p, div > div').length > rows.length)
    return writeBlocks(element.children, writer, depth + 1)
  const cells = (row: Element): string =>
    row.children
      .filter(node => isTag(node))
      .filter(cell => cell.name === 'td' || cell.name === 'th')
      .map(cell => `<${cell.name}>${inline(cell.children, writer)}</${cell.name}>`)
      .join('')
  writer.html.push(`<table>${rows.map(row => `<tr>${cells(row)}</tr>`).join('')}</table>`)
}

/** Writes an element around what `write` adds; nothing when it adds nothing. */
function wrap(tag: string, { html }: Writer, write: () => void): void {
  const at = html.length
  write()
  if (html.length === at) return
  html.splice(at, 0, `<${tag}>`)
  html.push(`</${tag}>`)
}

function inline(nodes: readonly ChildNode[], writer: Writer): string {
  return nodes.map(node => inlineNode(node, writer)).join('')
}

function inlineNode(node: ChildNode, writer: Writer): string {
  if (isText(node)) return escapeHtml(node.data.replace(/\s+/g, ' '))
  if (!isTag(node) || writer.furniture.is(node)) return ''
  if (node.name === 'br') return ' '
  const content = inline(node.children, writer)
  const tag = KEPT_INLINE[node.name]
  if (tag === undefined || content.trim() === '') return content
  if (tag !== 'a') return `<${tag}>${content}</${tag}>`
  const href = parseHttpUrl(node.attribs['href'] ?? '', writer.page.url)?.href
  return href === undefined ? content : `<a href="${escapeHtml(href)}">${content}</a>`
}

function holdsBlocks(element: Element): boolean {
  return element.children.some(
    child => isTag(child) && (BLOCKS.has(child.name) || (child.name === 'span' && holdsBlocks(child))),
  )
}

function textOf(node: ChildNode, furniture: Furniture): string {
  if (isText(node)) return node.data
  if (!isTag(node) || furniture.is(node)) return ''
  return node.name === 'br' ? ' ' : node.children.map(child => textOf(child, furniture)).join('')
}

function linkedTextOf(node: ChildNode, furniture: Furniture): string {
  if (!isTag(node) || furniture.is(node)) return ''
  return node.name === 'a'
    ? textOf(node, furniture)
    : node.children.map(child => linkedTextOf(child, furniture)).join('')
}
