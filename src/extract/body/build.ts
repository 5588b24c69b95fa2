/** Clean HTML and plain text out of the chosen blocks: the structure they stand in is kept, everything else of the markup is left behind. */

import { type ChildNode, type Element, isTag, isText } from 'domhandler'
import type { Body } from '../../model.ts'
import { getOrMake } from '../../values/memo.ts'
import { squeeze, wordCount } from '../../values/text.ts'
import { parseHttpUrl } from '../../values/url.ts'
import { type Block, isEntered, isUnseen, type Segmentation } from './blocks.ts'
import { type DataTable, dataTables } from './data-tables.ts'
import { attribute, text as escaped, visible } from './markup.ts'
import { figuresBetween } from './pictures.ts'

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

/** Elements around blocks that are kept. */
const KEPT_AROUND: ReadonlySet<string> = new Set(['ul', 'ol', 'li', 'blockquote'])

/** The page's h1 is the headline; what is set like it inside the text is a subhead. */
const HEADINGS: Readonly<Record<string, string>> = { h1: 'h2', h2: 'h2', h3: 'h3', h4: 'h4', h5: 'h4', h6: 'h4' }

/** A heading's words may stand in an element inside it. */
const HEADING_STEPS = 3

/** Links lead readers elsewhere, at the publisher's word and nobody else's. */
const LINK_REL = 'noopener noreferrer nofollow ugc'

/** The body made of some blocks of a page, in their order. `isChosen` has one entry a block. */
export function buildBody(page: Segmentation, isChosen: Uint8Array, baseUrl: string): Body {
  const writer = new Writer(page, isChosen, baseUrl)
  const figures = figuresBetween(page, isChosen, baseUrl)
  const tables = dataTables(page, isChosen)
  let figure = 0
  let table = 0
  for (let i = 0; i < page.blocks.length; i++) {
    while (figure < figures.length && figures[figure]!.before <= i) writer.piece(figures[figure++]!.html)
    if (table < tables.length && i === tables[table]!.first) writer.table(tables[table]!)
    const isInTable = table < tables.length && i >= tables[table]!.first && i <= tables[table]!.last
    if (isChosen[i]) writer.block(page.blocks[i]!, isInTable)
    if (isInTable && i === tables[table]!.last) table++
  }
  return writer.end()
}

/** Writes blocks one after the other; lists and quotations stay open as long as the blocks stand in them. */
class Writer {
  private readonly html: string[] = []
  private readonly lines: string[] = []
  /** the kept elements that are open, by index */
  private readonly open: number[] = []
  private readonly blocksIn = new Map<number, number>()
  private readonly aroundElements = new Map<number, readonly number[]>()
  private readonly page: Segmentation
  private readonly baseUrl: string

  constructor(page: Segmentation, isChosen: Uint8Array, baseUrl: string) {
    this.page = page
    this.baseUrl = baseUrl
    page.blocks.forEach((block, i) => {
      if (isChosen[i]) for (const at of this.around(block)) this.blocksIn.set(at, (this.blocksIn.get(at) ?? 0) + 1)
    })
  }

  block(block: Block, isInTable: boolean): void {
    const line = visible(block.text)
    if (line === '') return
    this.lines.push(line)
    if (isInTable) return
    const around = this.around(block)
    this.moveTo(around)
    const tag = this.tagOf(block)
    const isWholeItem = tag === 'p' && around.length > 0 && this.isOnlyBlockOfItem(around.at(-1)!)
    const content = tag === 'pre' ? escaped(rawText(block.nodes)) : inline(block.nodes, this.baseUrl)
    if (content !== '') this.html.push(isWholeItem ? content : `<${tag}>${content}</${tag}>`)
  }

  /** A figure or a table between blocks. */
  piece(html: string): void {
    this.moveTo([])
    this.html.push(html)
  }

  table({ rows }: DataTable): void {
    const cell = (element: Element): string =>
      `<${element.name}>${inline(element.children, this.baseUrl)}</${element.name}>`
    this.piece(`<table><tbody>${rows.map(row => `<tr>${row.map(cell).join('')}</tr>`).join('')}</tbody></table>`)
  }

  end(): Body {
    this.moveTo([])
    const text = this.lines.join('\n')
    return { html: joined(this.html), text, wordCount: wordCount(text) }
  }

  /** Kept elements around a block, outermost first; an item without a list, or a list without items, is no list. */
  private around({ element }: Block): readonly number[] {
    return getOrMake(this.aroundElements, element, () => this.keptAbove(element))
  }

  private keptAbove(element: number): readonly number[] {
    const { elements, parents } = this.page.tree
    const found: number[] = []
    for (let at = element; at >= 0; at = parents[at]!) if (KEPT_AROUND.has(elements[at]!.name)) found.push(at)
    found.reverse()
    const name = (i: number): string => (i >= 0 && i < found.length ? elements[found[i]!]!.name : '')
    const isList = (i: number): boolean => name(i) === 'ul' || name(i) === 'ol'
    return found.filter((_, i) => (name(i) === 'li' ? isList(i - 1) : isList(i) ? name(i + 1) === 'li' : true))
  }

  private moveTo(around: readonly number[]): void {
    let same = 0
    while (same < around.length && this.open[same] === around[same]) same++
    while (this.open.length > same) this.html.push(`</${this.nameOf(this.open.pop()!)}>`)
    for (const at of around.slice(same)) {
      this.open.push(at)
      this.html.push(`<${this.nameOf(at)}>`)
    }
  }

  private nameOf(at: number): string {
    return this.page.tree.elements[at]!.name
  }

  private isOnlyBlockOfItem(at: number): boolean {
    return this.nameOf(at) === 'li' && this.blocksIn.get(at) === 1
  }

  private tagOf({ element }: Block): string {
    const { elements, parents } = this.page.tree
    for (let at = element, steps = 0; at >= 0 && steps < HEADING_STEPS; at = parents[at]!, steps++) {
      const { name } = elements[at]!
      if (name === 'pre') return 'pre'
      if (name in HEADINGS) return HEADINGS[name]!
    }
    return 'p'
  }
}

/** Tags of a list stand on one line with their content, everything else on a line of its own. */
function joined(pieces: readonly string[]): string {
  return pieces.join('\n').replace(/<li>\n|\n<\/li>/g, tag => tag.trim())
}

/** Content of a line: text, links, emphasis. */
export function inline(nodes: readonly ChildNode[], baseUrl: string): string {
  return squeeze(nodes.map(node => inlineNode(node, baseUrl)).join(''))
}

function inlineNode(node: ChildNode, baseUrl: string): string {
  if (isText(node)) return escaped(node.data)
  if (!isTag(node) || !isEntered(node) || isUnseen(node)) return ''
  if (node.name === 'br') return ' '
  let content = ''
  for (const child of node.children) content += inlineNode(child, baseUrl)
  const tag = KEPT_INLINE[node.name]
  if (tag === undefined || content.trim() === '') return content
  if (tag !== 'a') return `<${tag}>${content}</${tag}>`
  const href = parseHttpUrl(node.attribs['href'] ?? '', baseUrl)?.href
  return href === undefined ? content : `<a rel="${LINK_REL}" href="${attribute(href)}">${content}</a>`
}

function rawText(nodes: readonly ChildNode[]): string {
  let text = ''
  for (const node of nodes)
    text += isText(node) ? node.data : isTag(node) && isEntered(node) ? rawText(node.children) : ''
  return text.replace(/^\n+|\s+$/g, '')
}
