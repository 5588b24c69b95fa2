/** Clean HTML and plain text out of the chosen blocks: the structure they stand in is kept, everything else of the markup is left behind. */

import { type ChildNode, type Element, isTag, isText } from 'domhandler'
import type { Body } from '../../model.ts'
import { getOrMake } from '../../values/memo.ts'
import { wordCount } from '../../values/text.ts'
import { type Block, isBreak, nearest, PARAGRAPH_WORDS, type Segmentation, textOf } from './blocks.ts'
import { CELLS, type DataTable, dataTables } from './data-tables.ts'
import { inline } from './inline.ts'
import { text as escaped, visible } from './markup.ts'
import { type Figure, figuresBetween } from './pictures.ts'

/** Elements around blocks that are kept. */
const KEPT_AROUND: ReadonlySet<string> = new Set(['ul', 'ol', 'dl', 'li', 'dt', 'dd', 'blockquote'])

const LISTS: ReadonlySet<string> = new Set(['ul', 'ol', 'dl'])

/** The items of lists, and in which lists they stand. */
const ITEM_OF: ReadonlyMap<string, RegExp> = new Map([
  ['li', /^[uo]l$/],
  ['dt', /^dl$/],
  ['dd', /^dl$/],
])

/** The page's h1 is the headline; what is set like it inside the text is a subhead. */
const HEADINGS = new Map(Object.entries({ h1: 'h2', h2: 'h2', h3: 'h3', h4: 'h4', h5: 'h4', h6: 'h4' }))

/** A heading's words may stand in an element inside it. */
const HEADING_STEPS = 3

/** The body made of some blocks of a page, in their order. `isChosen` has one entry a block. */
export function buildBody(page: Segmentation, isChosen: Uint8Array, baseUrl: string): Body {
  const writer = new Writer(page, isChosen, baseUrl)
  const figures = figuresBetween(page, isChosen, baseUrl).values()
  const tables = dataTables(page, isChosen).values()
  let figure = figures.next().value
  let table = tables.next().value
  for (let i = 0; i < page.blocks.length; i++) {
    for (; figure && figure.before <= i; figure = figures.next().value) writer.figure(figure, isChosen.indexOf(1, i))
    if (i === table?.first) writer.table(table)
    const isInTable = table !== undefined && i >= table.first
    if (isChosen[i] && !isInTable) writer.block(i)
    if (i === table?.last) table = tables.next().value
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
  /** by list, how many of its items were begun */
  private readonly items = new Map<number, number>()
  /** by element, whether it is written from right to left */
  private readonly backwards = new Map<number, boolean>()
  private readonly aroundElements = new Map<number, readonly number[]>()
  /** the block written last, and how many pieces there were then */
  private lastLine = { block: -1, pieces: 0 }
  /** the block that stands below its picture already */
  private caption = -1
  private readonly page: Segmentation
  private readonly baseUrl: string

  constructor(page: Segmentation, isChosen: Uint8Array, baseUrl: string) {
    this.page = page
    this.baseUrl = baseUrl
    page.blocks.forEach((block, i) => {
      if (isChosen[i]) for (const at of this.around(block)) this.blocksIn.set(at, (this.blocksIn.get(at) ?? 0) + 1)
    })
  }

  block(index: number): void {
    const block = this.page.blocks[index]!
    const line = visible(block.text)
    if (line === '') return
    const isBehindPlace = this.isBehindPlace(block)
    this.lines.push(isBehindPlace ? `${this.lines.pop()} ${line}` : line)
    if (index === this.caption) return
    const around = this.around(block)
    this.moveTo(around)
    const tag = this.tagOf(block)
    const isWholeItem = tag === 'p' && around.length > 0 && this.isOnlyBlockOfItem(around.at(-1)!)
    const content = this.contentOf(block, tag)
    if (content === '') return
    const direction = this.direction(block.element, this.open.at(-1))
    const end = `</${tag}>`
    const isOpen = tag !== 'pre' && this.html.at(-1)?.endsWith(end)
    if (isOpen && isBehindPlace) this.html.push(`${this.html.pop()!.slice(0, -end.length)} ${content}${end}`)
    else if (isOpen && this.goesOn(index))
      this.html.push(`${this.html.pop()!.slice(0, -end.length)}<br>`, `${content}${end}`)
    else this.html.push(isWholeItem ? content : `<${tag}${direction}>${content}${end}`)
    this.lastLine = { block: index, pieces: this.html.length }
  }

  /** Whether a paragraph stands below its dateline. */
  private isBehindPlace({ words }: Block): boolean {
    return words >= PARAGRAPH_WORDS && this.lines.length === 1 && PLACE_ALONE.test(this.lines[0]!)
  }

  /** Whether a line stands right below the one before: of a verse, an address, a heading. Longer ones are paragraphs, however they are parted. */
  private goesOn(index: number): boolean {
    const { block, pieces } = this.lastLine
    const [before, line] = [this.page.blocks[block], this.page.blocks[index]!]
    return (
      block === index - 1 &&
      pieces === this.html.length &&
      before?.element === line.element &&
      Math.max(before.words, line.words) < PARAGRAPH_WORDS &&
      endsInOneBreak(before.nodes.at(-1))
    )
  }

  private contentOf({ nodes }: Block, tag: string): string {
    if (tag === 'pre') return escaped(asTyped(nodes))
    const content = inline(nodes, this.baseUrl)
    return tag === 'p' ? content : withoutStrong(content)
  }

  /**
   * A figure stays in the item or the quotation that is open around it: outside of it, a list would begin anew behind the picture.
   * @param next the chosen block that comes behind it
   */
  figure({ element, image, caption }: Figure, next: number): void {
    const around = this.keptAbove(element)
    let same = 0
    while (same < around.length && (this.open[same] === around[same] || this.blocksIn.has(around[same]!))) same++
    while (same > 0 && LISTS.has(this.nameOf(around[same - 1]!))) same--
    this.moveTo(around.slice(0, same))
    const isCaption = caption === '' && this.isCaption(this.page.blocks[next]!, element)
    if (isCaption) this.caption = next
    const words = isCaption ? inline(this.page.blocks[next]!.nodes, this.baseUrl) : escaped(caption)
    const direction = this.direction(element, this.open.at(-1))
    this.html.push(`<figure${direction}>${image}${words === '' ? '' : `<figcaption>${words}</figcaption>`}</figure>`)
  }

  /** Of a gallery the captions are the text: one that comes right behind its own picture is set below that. */
  private isCaption(block: Block, picture: number): boolean {
    const { tree } = this.page
    const figure = nearest(tree, picture, FIGURE)
    return (
      figure >= 0 &&
      figure === nearest(tree, block.element, FIGURE) &&
      nearest(tree, block.element, CELLS) < figure &&
      // A list or a quotation in a figure is none.
      (this.around(block).at(-1) ?? -1) < figure &&
      this.tagOf(block) === 'p'
    )
  }

  table(table: DataTable): void {
    const { element, caption, rows } = table
    const cell = (element: Element): string =>
      `<${element.name}${spans(element)}>${inline(element.children, this.baseUrl)}</${element.name}>`
    const title = caption === undefined ? '' : inline(caption.children, this.baseUrl)
    const head = title === '' ? '' : `<caption>${title}</caption>`
    this.moveTo([])
    this.html.push(
      `<table${this.direction(element, undefined)}>${head}<tbody>${rows.map(row => `<tr>${row.map(cell).join('')}</tr>`).join('')}</tbody></table>`,
    )
    this.lines.push(...this.linesOf(table))
  }

  /** A row is one line. */
  private linesOf({ first, last }: DataTable): string[] {
    const { tree, blocks } = this.page
    const lines: string[] = []
    let row = -1
    let cell = -1
    for (const { element, text } of blocks.slice(first, last + 1)) {
      const words = visible(text)
      if (words === '') continue
      const [before, inCell] = [row, cell]
      cell = nearest(tree, element, CELLS)
      row = tree.parents[cell] ?? -1
      if (row < 0 || row !== before) lines.push(words)
      else lines.push(lines.pop() + (cell === inCell ? ' ' : CELL_BREAK) + words)
    }
    return lines
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
    const isItemOf = (i: number, list: string): boolean => ITEM_OF.get(name(i))?.test(list) ?? false
    return found.filter((_, i) => {
      if (ITEM_OF.has(name(i))) return isItemOf(i, name(i - 1))
      return !LISTS.has(name(i)) || isItemOf(i + 1, name(i))
    })
  }

  private moveTo(around: readonly number[]): void {
    let same = 0
    while (same < around.length && this.open[same] === around[same]) same++
    while (this.open.length > same) this.html.push(`</${this.nameOf(this.open.pop()!)}>`)
    for (const at of around.slice(same)) {
      const direction = this.direction(at, this.open.at(-1))
      this.open.push(at)
      this.html.push(`<${this.nameOf(at)}${this.numbering(at)}${direction}>`)
    }
  }

  /** Where the numbers of a list begin, and which way they go; of one that goes on behind a figure or a table, at the next item. */
  private numbering(at: number): string {
    const name = this.nameOf(at)
    const parent = this.open.at(-2)
    if (name === 'li' && parent !== undefined) this.items.set(parent, (this.items.get(parent) ?? 0) + 1)
    if (name !== 'ol') return ''
    const { start, reversed } = this.page.tree.elements[at]!.attribs
    const isBackwards = reversed !== undefined
    const before = this.items.get(at) ?? 0
    const first = /^\d{1,5}$/.test(start ?? '') ? Number(start) : isBackwards ? undefined : 1
    const next = first === undefined ? undefined : Math.max(0, isBackwards ? first - before : first + before)
    return `${next === undefined || (next === 1 && !isBackwards) ? '' : ` start="${next}"`}${isBackwards ? ' reversed=""' : ''}`
  }

  /** Which way an element is written, where that is another way than around it. */
  private direction(element: number, around: number | undefined): string {
    const own = this.isBackwards(element)
    return own === (around !== undefined && this.isBackwards(around)) ? '' : ` dir="${own ? 'rtl' : 'ltr'}"`
  }

  private isBackwards(element: number): boolean {
    const { elements, parents } = this.page.tree
    const asked: number[] = []
    let found = false
    for (let at = element; at >= 0; at = parents[at]!) {
      const known = this.backwards.get(at)
      const said = known ?? DIRECTIONS.get(elements[at]!.attribs['dir']?.toLowerCase() ?? '')
      if (said === undefined) {
        asked.push(at)
        continue
      }
      found = said
      break
    }
    for (const at of asked) this.backwards.set(at, found)
    return found
  }

  private nameOf(at: number): string {
    return this.page.tree.elements[at]!.name
  }

  private isOnlyBlockOfItem(at: number): boolean {
    return ITEM_OF.has(this.nameOf(at)) && this.blocksIn.get(at) === 1
  }

  private tagOf({ element }: Block): string {
    const { elements, parents } = this.page.tree
    for (let at = element, steps = 0; at >= 0 && steps < HEADING_STEPS; at = parents[at]!, steps++) {
      const { name, attribs } = elements[at]!
      if (name === 'pre') return 'pre'
      const heading = HEADINGS.get(name)
      if (heading !== undefined) return heading
      // Without a level it is one of the second (WAI-ARIA 1.2, "heading").
      if (attribs['role'] === 'heading') return HEADINGS.get(`h${attribs['aria-level'] ?? 2}`) ?? 'h4'
    }
    return 'p'
  }
}

/** A dateline whose paragraph is set below it: "WASHINGTON —". */
const PLACE_ALONE = /^\p{Lu}[^!?:]{1,40}\s?[—–-]$/u

/** Whether a line break follows, and then something else: two of them part paragraphs. */
function endsInOneBreak(last: ChildNode | undefined): boolean {
  let node = last
  while (node && isTag(node) && node.next === null && node.children.length === 1) node = node.children[0]
  const next = node?.next
  if (!next || !isTag(next) || !isBreak(next)) return false
  let after = next.next
  while (after && isText(after) && after.data.trim() === '') after = after.next
  return after !== null && !(isTag(after) && isBreak(after))
}

const FIGURE: ReadonlySet<string> = new Set(['figure'])

const DIRECTIONS: ReadonlyMap<string, boolean> = new Map([
  ['rtl', true],
  ['ltr', false],
])

/** Between the cells of a row in plain text. */
export const CELL_BREAK = ' | '

/** Tags of a list stand on one line with their content, everything else on a line of its own. */
function joined(pieces: readonly string[]): string {
  return pieces.join('\n').replace(/<(?:li|dt|dd)>\n|\n<\/(?:li|dt|dd)>/g, tag => tag.trim())
}

/** A heading is strong by itself. */
function withoutStrong(content: string): string {
  const [begin, end] = ['<strong>', '</strong>']
  const isAllStrong = content.startsWith(begin) && content.indexOf(end) === content.length - end.length
  return isAllStrong ? content.slice(begin.length, -end.length) : content
}

/** How many columns and rows a cell takes. */
function spans({ attribs }: Element): string {
  const of = (name: string): string => {
    const value = attribs[name]?.trim() ?? ''
    return /^[1-9]\d{0,2}$/.test(value) && value !== '1' ? ` ${name}="${value}"` : ''
  }
  return of('colspan') + of('rowspan')
}

/** The text of a `pre` element: its blanks and lines are what it is about. */
function asTyped(nodes: readonly ChildNode[]): string {
  return nodes
    .map(textOf)
    .join('')
    .replace(/^\n+|\s+$/g, '')
}
