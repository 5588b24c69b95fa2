/** Articles in several pages: where the next page is, and the text of all of them as one. */

import { load } from 'cheerio/slim'
import { type ChildNode, type Element, isTag } from 'domhandler'
import type { Body } from '../model.ts'
import { sanitizeHtml } from '../values/html.ts'
import { collapse, wordCount } from '../values/text.ts'
import { parseHttpUrl } from '../values/url.ts'
import { CELL_BREAK } from './body/build.ts'
import { textOf } from './element-text.ts'
import { ZONES } from './look.ts'
import { type Page, zoneOf } from './page.ts'

/**
 * The next page of the same article by `rel=next`, in the head or at a link, else by a pager's link. Weblogs give the next article under
 * that name: only an address that differs in its page number alone is a next page.
 */
export function readNextPage(page: Page): string | undefined {
  if (!URL.canParse(page.url)) return undefined
  const links = [...page.survey.links, ...page.survey.anchors.map(({ element }) => element)]
  for (const { attribs } of links) {
    if (attribs['rel'] === undefined || !/\bnext\b/i.test(attribs['rel'])) continue
    const url = nextOf(page, attribs['href'])
    if (url !== undefined) return url
  }
  return byPager(page)
}

/** Pagers in these are those of comments and lists. */
const NO_PAGER = ZONES.comments | ZONES.teaser | ZONES.aside | ZONES.footer | ZONES.hidden

/** "Next" alone leads to the next article as often. */
const NEXT_PAGE =
  /^\W*(?:next page|continue to page \d+|nächste seite|page suivante|p[áa]gina siguiente|siguiente p[áa]gina|próxima página|página seguinte|pagina successiva|volgende pagina|następna strona|nästa sida|neste side|næste side|seuraava sivu|sonraki sayfa|halaman (?:selanjutnya|berikutnya)|следующая страница|наступна сторінка|trang (?:sau|tiếp)|다음 페이지|次(?:の)?ページ|下一[页頁])/iu

/** The link of a pager that does without `rel`: it shows the number of its page, or says what it leads to. */
function byPager(page: Page): string | undefined {
  const slug = slugOf(page.url)
  if (slug === '') return undefined
  for (const spot of page.survey.anchors) {
    const href = spot.element.attribs['href'] ?? ''
    // A page has hundreds of links, and reading their addresses takes longer than all else here.
    if ((!href.startsWith('?') && !href.includes(slug)) || zoneOf(page, spot) & NO_PAGER) continue
    const url = nextOf(page, href)
    if (url === undefined) continue
    const text = textOf(spot.element)
    if (text === String(pageOf(url).number) || NEXT_PAGE.test(text)) return url
  }
  return undefined
}

/** What the addresses of all pages have in common at the least: the last part of the path, without its file type. */
const slugOf = (url: string): string =>
  pageOf(url)
    .path.split('/')
    .at(-1)
    ?.replace(/\.\w{3,5}$/, '') ?? ''

/** The address of a link to the next page, without its fragment. */
function nextOf(page: Page, href = ''): string | undefined {
  const url = parseHttpUrl(href, page.baseUrl)
  if (!url) return undefined
  url.hash = ''
  return isNextOf(page.url, url.href) ? url.href : undefined
}

/** Whether two addresses are pages of one article and the second comes right after the first. A number at the end of a first page's may be a word of it: "/top-10". */
function isNextOf(url: string, next: string): boolean {
  const there = pageOf(next)
  return [pageOf(url), pageOf(url, true)].some(here => here.key === there.key && there.number === here.number + 1)
}

const PAGE_PARAMETERS = ['page', 'p', 'pg', 'seite', 'pagina', 'pageno', 'paged']

/**
 * An address without its page number, and the number: `/story/2`, `/story/page/2/`, `/story-2.html`, `/story-p2.html`, `?page=2`.
 * @param isWholePath whether a number at the end of the path is none of a page
 */
function pageOf(
  address: string,
  isWholePath = false,
): { readonly key: string; readonly path: string; readonly number: number } {
  const url = new URL(address)
  let number: number | undefined
  for (const name of PAGE_PARAMETERS) {
    const value = url.searchParams.get(name)
    if (value === null || !/^\d{1,2}$/.test(value)) continue
    number = Number(value)
    url.searchParams.delete(name)
  }
  let path = url.pathname.replace(/\/$/, '')
  const inPath = /(?:\/(?:page|seite|pagina)[-/]?|[/,_-]|-p)(\d{1,2})((?:\.\w{3,5})?)$/i.exec(path)
  if (number === undefined && inPath && !isWholePath) {
    number = Number(inPath[1])
    path = path.slice(0, inPath.index) + (inPath[2] ?? '')
  }
  return { key: `${url.host}${path}?${url.searchParams}`, path, number: number ?? 1 }
}

/** Bodies of the pages of one article as one body; lines that every page repeats are kept once. The rows of a table belong to it: its head may stand on every page. */
export function joinBodies(bodies: readonly Body[]): Body {
  const [first, ...rest] = bodies
  if (!first || rest.length === 0) return first as Body
  const seen = new Set(first.text.split('\n'))
  const lines = [first.text]
  const html = [first.html]
  for (const body of rest) {
    const all = body.text.split('\n')
    if (all.every(line => seen.has(line))) continue
    const isRepeated = (line: string): boolean => seen.has(line) && !line.includes(CELL_BREAK)
    const [repeated, fresh] = [all.filter(isRepeated), all.filter(line => !isRepeated(line))]
    for (const line of fresh) seen.add(line)
    lines.push(fresh.join('\n'))
    html.push(repeated.length === 0 ? body.html : withoutLines(body.html, repeated))
  }
  const text = lines.join('\n')
  return { ...first, html: html.join('\n'), text, wordCount: wordCount(text) }
}

/** Elements of clean HTML that may be a line of the text, and those that hold nothing else. */
const LINES = 'p, h2, h3, h4, pre, li, dt, dd'
const AROUND = 'li, ul, ol, dt, dd, dl, blockquote'

/** The lines of an element that has line breaks in it, each with its break; of others none. */
function brokenLines({ children }: Element): readonly ChildNode[][] {
  const lines: ChildNode[][] = [[]]
  for (const node of children) {
    lines.at(-1)!.push(node)
    if (isBreak(node)) lines.push([])
  }
  return lines.length > 1 ? lines : []
}

const isBreak = (node: ChildNode | null): node is Element => node !== null && isTag(node) && node.name === 'br'

/** Clean HTML without the elements that only repeat a line, and without what is empty then. */
function withoutLines(html: string, repeated: readonly string[]): string {
  const gone = new Set(repeated)
  const $ = load(html, undefined, false)
  for (const element of $(LINES)) {
    for (const line of brokenLines(element)) if (gone.has(collapse($(line).text()))) $(line).remove()
    while (isBreak(element.lastChild)) $(element.lastChild).remove()
    const text = collapse($(element).text())
    const isGone = text === '' ? $(element).has('img').length === 0 : gone.has(text)
    if (isGone && $(element).has(LINES).length === 0) $(element).remove()
  }
  // From the innermost: a list of empty lists is empty.
  for (const element of $(AROUND).toArray().toReversed()) {
    if ($(element).text().trim() === '' && $(element).has('img').length === 0) $(element).remove()
  }
  return sanitizeHtml($.html().trim())
}
