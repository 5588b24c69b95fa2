import { type Element, isTag } from 'domhandler'
import { BY_LINE } from '../../values/name-words.ts'
import { splitNames } from '../../values/names.ts'
import { collapse, isUnfilled } from '../../values/text.ts'
import { textOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import { distance, headingLetters, isWithin, type Page, zoneOf } from '../page.ts'
import { type FieldReader, firstOf } from '../reading.ts'
import { letters } from '../site-keys.ts'
import type { Spot } from '../survey.ts'

/** The part of the publication the article stands in: what is declared of the article, then what is shown beside it. */
export const section: FieldReader<string> = page =>
  firstOf(
    page,
    [
      ['meta', 'article:section', p => declared(p.meta('article:section'), p)],
      [
        'dom',
        'rel=category',
        p => nearestLabel(p, p.survey.anchors.filter(isCategoryLink), NO_CATEGORY, Number.POSITIVE_INFINITY),
      ],
      ['json-ld', 'articleSection', p => declared(p.article?.text('articleSection'), p)],
      ['meta', 'section', p => declared(p.meta('parsely-section', 'section', 'cxenseparse:section'), p)],
      ['dom', 'category class', p => nearestLabel(p, p.survey.marked.category)],
      ['dom', 'breadcrumb', lastCrumb],
      ['json-ld', 'BreadcrumbList', p => lastOf(listedCrumbs(p), p)],
      ['sitemap', 'section', p => label(p.hints?.section, p)],
    ],
    (a, b) => a.toLowerCase() === b.toLowerCase(),
  )

const isCategoryLink = ({ element: { attribs } }: Spot): boolean =>
  attribs['rel'] !== undefined && /\bcategory\b/i.test(attribs['rel'])

const NEVER = ZONES.comments | ZONES.teaser | ZONES.aside | ZONES.footer | ZONES.nav

/** Further from the headline, in elements and texts, labels are other articles'. */
const NEAR = 150
const MAX_PLACES = 8

/** Categories of an article may stand at its end, in a footer of its own. */
const NO_CATEGORY = ZONES.comments | ZONES.teaser | ZONES.nav

/** The label nearest to the headline. */
function nearestLabel(page: Page, spots: readonly Spot[], never = NEVER, limit = NEAR): string | undefined {
  const near = spots
    .filter(spot => !(zoneOf(page, spot) & never) && distance(page, spot) <= limit)
    .toSorted((a, b) => distance(page, a) - distance(page, b))
    .slice(0, MAX_PLACES)
  for (const { element } of near) {
    const value = label(nameIn(element), page)
    if (value !== undefined) return value
  }
  return undefined
}

/** Of several sections in one box the first; a longer text holds other things too. */
function nameIn(element: Element): string {
  const whole = textOf(element)
  const link = whole.length <= MAX_DECLARED ? firstLink(element) : undefined
  return link === undefined ? whole : textOf(link)
}

function firstLink(element: Element): Element | undefined {
  for (const child of element.children) {
    const link = !isTag(child) ? undefined : child.name === 'a' ? child : firstLink(child)
    if (link && textOf(link) !== '') return link
  }
  return undefined
}

/** The front page, as breadcrumbs call it. */
const HOME = new RegExp(
  `^(?:${[
    'home(?: ?page)?|main page|top|start(?:seite)?|accueil|inicio|início|portada|página (?:inicial|principal)|capa|prima pagină|acasă',
    'voorpagina|forsiden?|hem|etusivu|avaleht|strona główna|domů|domov|úvod|főoldal|címlap|naslovn(?:a|ica)|početna|ana ?sayfa|beranda|laman utama',
    'trang chủ|главная(?: страница)?|головна|начало|почетна|αρχική(?: σελίδα)?|الرئيسية|خانه|صفحه نخست|דף הבית|ראשי|होम|मुख्य पृष्ठ|হোম|প্রচ্ছদ|முகப்பு',
    'หน้าแรก|หน้าหลัก|首页|首頁|主页|ホーム|トップ(?:ページ)?|홈',
  ].join('|')})$`,
  'iu',
)

/** The last link of the breadcrumbs that is neither the front page nor the article itself. */
function lastCrumb(page: Page): string | undefined {
  const crumbs = new Set(page.survey.marked.crumb.map(({ element }) => element))
  if (crumbs.size === 0) return undefined
  const texts = page.survey.anchors
    .filter(({ element }) => isWithin(element, crumbs))
    .map(({ element }) => textOf(element))
  return lastOf(texts, page)
}

/** The names in JSON-LD breadcrumbs; an item may have its name itself or leave it to the page it points to. */
function listedCrumbs({ jsonLd }: Page): readonly string[] {
  const items = jsonLd.find(({ type }) => type === 'BreadcrumbList')?.nodes('itemListElement') ?? []
  return items.flatMap(item => item.text('name') ?? item.node('item')?.text('name') ?? [])
}

const lastOf = (texts: readonly string[], page: Page): string | undefined =>
  texts.map(text => label(text, page)).findLast(text => text !== undefined)

/** What layouts set around a label, and between crumbs. */
const AROUND = /^[\s/|•·‐–—-]+|[\s/|•·‐–—-]+$/g

/** Buttons and labels that templates set beside the section. */
const NO_SECTION =
  /^(?:[‹«←<]|uncategori[sz]ed|https?:|\d+$|(?:all |archives?$)(?:posts|news|articles|stories)?$|(?:tags?|updated|published|share|tweet(?:en)?|print|e-?mail|mailen|drucken|teilen|kommentare?|comments?|abstract|articles?|artikel|記事|stor(?:y|ies)|posts?|advert(?:isement|ising)|anzeige|search results)$|back to\b)|\S@\S|[?…:：»›>→]$|\.\.\.$/i

/** Several sections in one value, or the way down to one. */
const PARTED = /\s*[;>|›»]\s*|\s\/\s/
/** "Food, Drink and Travel" is the name of one. */
const ONE_NAME = /&|\b(?:and|und|et|y|e|en|och|og)\b/i

/** More is a title, or a list of tags. */
const MAX_DECLARED = 80

const SLUG = /^[a-z]{3,}(?:-[a-z]{2,})+$/

/** The section's own part of an address: `/world/middle_east`. */
const PATH = /^(?:\/[\w-]+)+\/?$/

/** The first of the sections that a template declares, a slug as words. */
function declared(written: string | undefined, page: Page): string | undefined {
  if (written === undefined || written.length > MAX_DECLARED) return undefined
  const text = PATH.test(written) ? written.replace(/^.*\/(?=.)|\/$/g, '').replaceAll('_', '-') : written
  for (const part of text.split(PARTED).flatMap(way => (ONE_NAME.test(way) ? way : way.split(',')))) {
    const value = label(SLUG.test(part) ? `${part[0]?.toUpperCase()}${part.slice(1).replaceAll('-', ' ')}` : part, page)
    if (value !== undefined) return value
  }
  return undefined
}

/** A section's name is short, and neither the site's nor a date's, a writer's or the headline. */
function label(text: string | undefined, page: Page): string | undefined {
  const value = collapse(text ?? '').replace(AROUND, '')
  if (value === '' || value.length > 40 || NO_SECTION.test(value) || HOME.test(value)) return undefined
  if (isUnfilled(value)) return undefined
  if (/\b(?:19|20)\d\d\b|\d:\d\d/.test(value) || (BY_LINE.test(value) && splitNames(value).length > 0)) return undefined
  if (headingLetters(page) === letters(value)) return undefined
  return page.siteNames.some(name => name.toLowerCase() === value.toLowerCase()) ? undefined : value
}
