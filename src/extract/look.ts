/** What an element is by its name, role, class and id: the zone of the page it opens, and the marks it carries. */

import type { Element } from 'domhandler'
import { matcherOf, type Saying } from './class-patterns.ts'
import { ValueBits } from './string-table.ts'

/** Parts of a page, as bits; what stands inside inherits them. */
export const ZONES = {
  comments: 1,
  nav: 2,
  aside: 4,
  footer: 8,
  teaser: 16,
  caption: 32,
  bio: 64,
  article: 128,
  hidden: 256,
  all: 511,
} as const

/** What stands here is no page's own word, and is not counted among its words. */
export const BESIDE = ZONES.nav | ZONES.aside | ZONES.footer

/** What an element is itself, as bits above the zones. */
export const MARKS = {
  byline: 1 << 10,
  date: 1 << 11,
  title: 1 << 12,
  bio: 1 << 13,
  crumb: 1 << 14,
  category: 1 << 15,
  copyright: 1 << 16,
  standfirst: 1 << 17,
  hero: 1 << 18,
  tag: 1 << 19,
  footer: 1 << 20,
} as const
export type Mark = keyof typeof MARKS

// A Map says of a name at once that it is not there, as of most; for an object V8 goes on to the prototypes, and takes its time.
const ZONE_OF_TAG = new Map(
  Object.entries({
    nav: ZONES.nav,
    aside: ZONES.aside,
    footer: ZONES.footer | MARKS.footer,
    figure: ZONES.caption,
    figcaption: ZONES.caption,
    article: ZONES.article,
    main: ZONES.article,
  }),
)

const ZONE_OF_ROLE: Readonly<Record<string, number>> = {
  navigation: ZONES.nav,
  menu: ZONES.nav,
  complementary: ZONES.aside,
  contentinfo: ZONES.footer | MARKS.footer,
  main: ZONES.article,
  article: ZONES.article,
}

/** Words in a list of classes, or in an id, their parts set apart by dashes. */
const SAID: readonly Saying[] = [
  [ZONES.comments, /\bcomments?\b|comment-?(?:list|body|author|content)|disqus|\breplies\b/],
  [ZONES.nav, /\b(?:nav|navbar|navigation|menu|submenu|megamenu)\b/],
  [ZONES.aside, /side-?bar|\baside\b|\brail\b/],
  [ZONES.footer | MARKS.footer, /(?:^|\s)(?:(?:site|page|main|global|app|layout|the|c|l|o|m)-)?footer|\bcolophon\b/],
  [
    ZONES.teaser,
    /related|recommend|teaser|promo|more-?(?:stories|news|from|on|articles|posts)|most-?(?:read|popular|viewed)|popular|trending|latest|next-?(?:article|post|story)|prev-?(?:article|post)|carousel|outbrain|taboola|read-?(?:next|more)|also-?like|newsletter|post-navigation|similar|suggest|bookmark|(?:article|story|post|news)-?(?:card|list|grid|item)s?\b/,
  ],
  [ZONES.caption, /caption|photo-?credit|image-?credit|media-?credit|picture-?credit/],
  [
    ZONES.bio | MARKS.bio,
    /\bbio\b|\bbio-|-bio\b|biograph|about-?(?:the-?)?(?:author|writer)|author-?(?:s-)?(?:box|info|desc|card|detail|about|profile|area|block|footer|bottom|container|section|widget|content|summary|blurb|text)|writer-?(?:bio|info|box)|contributor-?(?:bio|info)|abh-box|saboxplugin|m-a-box|autor-?(?:box|info|beschreibung)/,
  ],
  [
    MARKS.byline,
    /by-?line|author|writer|contributor|reporter|\bautor|redakt(?:eur|or)|creator|posted-?by|written-?by|article-?by\b|\bby\b|signature|firma\b/,
  ],
  [
    MARKS.date,
    /date|time\b|-time|time-?stamp|publish|posted|publi(?:cado|cation)|datum|fecha|\bdata\b|meta\b|-meta|meta-|article-?info|post-?info|by-?line|created|entry-utility/,
  ],
  [
    MARKS.title,
    /(?:article|post|entry|story|page|content|news|blog|single)-?(?:title|headline|heading|header|name)|headline|\bhdl\b|\btitle\b/,
  ],
  [MARKS.crumb, /bread-?crumb/],
  [
    MARKS.category,
    /categor|section-?(?:name|label|link|title|tag)|kicker|rubri[ckq]|eyebrow|\bchannel\b|post-cat|cat-links?|\btopic\b|ressort|overline/,
  ],
  [MARKS.copyright, /copy-?right|\bcopy\b|\bcopyr|legal|site-info|\bcredits?\b/],
  [
    MARKS.standfirst,
    /stand-?first|\bdek\b|\bdeck\b|sub-?(?:title|head(?:line|er|ing)?)\b|summary|\blead\b|-lead\b|excerpt|\bintro\b|-intro\b|article-?(?:desc|abstract)|chapo|chapeau|\blede\b|bajada|copete|entradilla|subtitulo|linha-?fina|sommario|catenaccio|vorspann|anleser|ingress|manchet\b|perex|zapowiedz|tagline|preamble|\bspot\b|\bsapo\b|sottotitolo|unterzeile|untertitel|accroche|strapline|underrubrik|inleiding|gravata|occhiello/,
  ],
  [
    MARKS.hero,
    /hero|lead-?(?:image|media|art|photo|asset)|featured|main-?(?:image|media|photo)|post-?thumb|top-?(?:image|media)|article-?(?:image|photo|media|picture|img|cover)|opener|cover-?image|primary-?image|wp-post-image|header-?image|aufmacher/,
  ],
  [MARKS.tag, /\btags?\b|tag-?(?:list|links|cloud)|post-?tags|keywords|article-?topics/],
]

const saidIn = matcherOf(SAID)

/** Wrappers of the whole page: their classes speak of its kind, not of a part. */
const WHOLE = new Set(['html', 'body', 'main', 'article'])

/** Longer class lists carry the state of a page, not the nature of an element. */
const MAX_SAID = 300

/** "has-sidebar", "no-footer": what an element stands beside, or lacks, is not what it is. */
const STATES = /(?:^|\s)(?:has|with|no|without)-\S*/gi

/** Bits of `ZONES` and `MARKS` for elements of one page, whose lists of classes repeat: each list is looked through once. */
export function lookReader(): (element: Element) => number {
  const said = new ValueBits(saidByClasses)
  return ({ name, attribs }) => {
    const { role } = attribs
    let look = (ZONE_OF_TAG.get(name) ?? 0) | (role === undefined ? 0 : (ZONE_OF_ROLE[role] ?? 0))
    if (hides(attribs)) look |= ZONES.hidden
    return WHOLE.has(name) ? look : withNames(look, name, attribs, said)
  }
}

const HEADING = /^h[1-6]$/
/** "the-old-pier-by-ada-example": an anchor that repeats the heading's words says nothing of its kind. */
const SLUG = /(?:[^-_]+[-_]){3}/

/** Whether an element's own attributes keep it from showing. */
export const hides = ({ hidden, style }: Element['attribs']): boolean =>
  hidden !== undefined || (style !== undefined && /display\s*:\s*none/i.test(style))

function withNames(look: number, name: string, attribs: Element['attribs'], said: ValueBits): number {
  const { class: classes = '', id: anchor = '' } = attribs
  const id = HEADING.test(name) && SLUG.test(anchor) ? '' : anchor
  const test = attribs['data-testid'] ?? attribs['data-component'] ?? ''
  if (classes.length + id.length + test.length > MAX_SAID) return look
  let all = look
  if (classes !== '') all |= said.of(classes)
  if (id !== '') all |= saidIn(id)
  if (test !== '') all |= saidIn(test)
  // A card or list "of authors" is no teaser, and a byline is nobody's footer or caption.
  return all & MARKS.byline ? all & ~(ZONES.teaser | ZONES.caption) : all
}

function saidByClasses(classes: string): number {
  const said = saidIn(classes)
  if ((said & ZONES.all) === 0) return said
  const own = classes.replace(STATES, '')
  return own.length < classes.length ? saidIn(own) : said
}
