/**
 * The one place where an article becomes what may be shown of it. The text it gives ends with the writer's biography, the
 * copyright notice, the credit line and the Source link; there is no other text, so no output can leave them out.
 */

import type { ArticleRecord, Instant, LeadImage, Republish, RevisionFields, RightsDecision } from '../model.ts'
import { decideRights } from '../policy/rights.ts'
import { escapeHtml } from '../values/html.ts'
import { directionOf } from '../values/language.ts'
import { bare, excerpt, type Limits } from '../values/text.ts'
import { fullText, type ShownText } from './full-text.ts'

declare const shownByThisFile: unique symbol

/** An article as every output may show it; made by `show` alone. */
export interface ShownArticle {
  readonly [shownByThisFile]: true
  readonly id: string
  readonly sourceId: string
  readonly storyId: string
  readonly revision: number
  /** the hub's page of it */
  readonly url: string
  /** what of the publisher's text is in `contentHtml` */
  readonly shownAs: Exclude<Republish, 'none'>
  readonly rights: RightsDecision
  readonly headline: string
  readonly standfirst?: string
  readonly byline: readonly string[]
  /** of a text in full, which holds both too */
  readonly authorBio?: string
  readonly dateline?: string
  readonly published?: Instant
  readonly modified?: Instant
  readonly updatedAt: Instant
  readonly section?: string
  readonly keywords: readonly string[]
  /** the section, then the keywords: what feeds have one field for */
  readonly subjects: readonly string[]
  readonly language?: string
  readonly image?: LeadImage
  /** of a text in full, which holds it too: in an excerpt it would be more of the publisher's text than may be shown */
  readonly correction?: string
  /** text and attribution as HTML */
  readonly contentHtml: string
  /** the same as plain text */
  readonly contentText: string
  readonly attribution: ShownAttribution
}

/** What names the origin, for outputs that have fields of their own for it; `contentHtml` holds all of it too. */
export interface ShownAttribution {
  readonly sourceName: string
  readonly sourceUrl: string
  readonly creditLine: string
  readonly copyrightNotice?: string
  readonly agencyCredits: readonly string[]
}

/** What is left of an article that was withdrawn. */
export interface WithdrawnArticle {
  readonly id: string
  readonly url: string
  readonly withdrawnAt: Instant
}

export interface ShowContext {
  /** the hub's address, without a slash at the end */
  readonly baseUrl: string
  readonly nowMs: number
}

export const SOURCE_LINK_TEXT = 'Source link'

/** The article as it may be shown now: by the terms of its source as they are now, and what the page said. Undefined when nothing may be shown. */
export function show(record: ArticleRecord, { baseUrl, nowMs }: ShowContext): ShownArticle | undefined {
  const { article, revision, terms } = record
  if (article.status !== 'usable') return undefined
  const rights = decideRights(terms, revision.signals, nowMs)
  if (rights.shown === 'none') return undefined
  const { fields, attribution } = revision
  const text = shownText(record, rights)
  const shown: Omit<ShownArticle, typeof shownByThisFile> = {
    id: article.id,
    sourceId: article.sourceId,
    storyId: article.storyId,
    revision: revision.number,
    url: pageUrl(baseUrl, article.id, fields.headline),
    shownAs: rights.shown,
    rights,
    headline: fields.headline,
    byline: fields.byline,
    keywords: fields.keywords,
    subjects: [...new Set([fields.section, ...fields.keywords].filter(subject => subject !== undefined))],
    updatedAt: article.updatedAt,
    attribution,
    contentHtml: [directed(text.html, fields.language), ...attributionHtml(record, rights)]
      .filter(part => part !== '')
      .join('\n'),
    contentText: [text.plain, ...attributionText(record, rights)].filter(part => part !== '').join('\n\n'),
    ...(rights.shown !== 'headline-only' &&
      fields.standfirst !== undefined && { standfirst: standfirst(record, rights, fields.standfirst) }),
    ...(fields.published !== undefined && { published: fields.published }),
    ...(fields.modified !== undefined && { modified: fields.modified }),
    ...(fields.section !== undefined && { section: fields.section }),
    ...(fields.language !== undefined && { language: fields.language }),
    ...(rights.shown === 'full' && fields.correction !== undefined && { correction: fields.correction }),
    ...(rights.shown === 'full' && fields.authorBio !== undefined && { authorBio: fields.authorBio }),
    ...(rights.shown === 'full' && fields.dateline !== undefined && { dateline: fields.dateline }),
    ...(rights.images && fields.leadImage && { image: fields.leadImage }),
  }
  return shown as ShownArticle
}

/** What readers of a log may still say of a withdrawn article; undefined for one that is not. */
export function showWithdrawn({ article }: ArticleRecord, { baseUrl }: ShowContext): WithdrawnArticle | undefined {
  if (article.status !== 'canceled') return undefined
  return { id: article.id, url: `${baseUrl}/article/${article.id}`, withdrawnAt: article.updatedAt }
}

/** The hub's address of an article; the words are for readers, the id alone decides. */
export function pageUrl(baseUrl: string, id: string, headline: string): string {
  const words = headline
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[a-z0-9]+/g)
    ?.slice(0, 10)
    .join('-')
  return `${baseUrl}/article/${id}${words ? `/${words}` : ''}`
}

function shownText({ revision, terms }: ArticleRecord, rights: RightsDecision): ShownText {
  const { body } = revision.fields
  if (rights.shown === 'headline-only') return { html: '', plain: '' }
  if (rights.shown === 'full') return fullText(revision.fields, rights.images)
  const plain = excerpt(body.text, limitsOf(terms, rights))
  return { html: plain && paragraphs(plain), plain }
}

/** Feed readers show what they are given in their own direction: a text that runs from the right says so itself. */
const directed = (html: string, language = ''): string =>
  html !== '' && directionOf(language) === 'rtl'
    ? `<div lang="${escapeHtml(language)}" dir="rtl">\n${html}\n</div>`
    : html

const paragraphs = (text: string): string =>
  text
    .split('\n')
    .map(line => `<p>${escapeHtml(line)}</p>`)
    .join('\n')

/** A standfirst is the publisher's text too: in an excerpt it keeps to the same limits. */
function standfirst({ terms }: ArticleRecord, rights: RightsDecision, text: string): string {
  if (rights.shown === 'full') return text
  return excerpt(text, { ...limitsOf(terms, rights), maxShare: 1 })
}

/** The operator's limits, and the page's own where that is narrower. */
const limitsOf = ({ excerpt }: ArticleRecord['terms'], { maxCharacters }: RightsDecision): Limits => ({
  ...excerpt,
  maxCharacters: Math.min(excerpt.maxCharacters, maxCharacters ?? Number.POSITIVE_INFINITY),
})

/** Whatever the text is in, a notice in English reads from the left, and one in Arabic from the right. */
function attributionHtml({ revision }: ArticleRecord, rights: RightsDecision): string[] {
  const bio = rights.shown === 'full' ? bioOf(revision.fields) : undefined
  const { copyrightNotice, creditLine, agencyCredits, sourceUrl } = revision.attribution
  const parts = [
    bio !== undefined && `<p class="author-bio" dir="auto">${escapeHtml(bio)}</p>`,
    copyrightNotice !== undefined && `<p class="copyright-notice" dir="auto">${escapeHtml(copyrightNotice)}</p>`,
    `<p class="credit-line" dir="auto">${escapeHtml(withAgencies(creditLine, agencyCredits))}</p>`,
    `<p class="source"><a class="source-link" href="${escapeHtml(sourceUrl)}" rel="noopener">${SOURCE_LINK_TEXT}</a></p>`,
  ].filter(part => part !== false)
  return [`<div class="attribution" data-attribution="">\n${parts.join('\n')}\n</div>`]
}

function attributionText({ revision }: ArticleRecord, rights: RightsDecision): string[] {
  const { copyrightNotice, creditLine, agencyCredits, sourceUrl } = revision.attribution
  return [
    rights.shown === 'full' ? (bioOf(revision.fields) ?? '') : '',
    copyrightNotice ?? '',
    withAgencies(creditLine, agencyCredits),
    `${SOURCE_LINK_TEXT}: ${sourceUrl}`,
  ]
}

/** The writer's name and biography; most biographies begin with the name, and some stand in the text. */
function bioOf({ authorBio, byline, body }: RevisionFields): string | undefined {
  if (authorBio !== undefined && bare(body.text).includes(bare(authorBio))) return undefined
  const isNamed = byline.some(name => authorBio?.includes(name.split(' ').at(-1) ?? name))
  return authorBio === undefined || isNamed || byline.length === 0 ? authorBio : `${byline.join(', ')}: ${authorBio}`
}

const withAgencies = (creditLine: string, agencies: readonly string[]): string =>
  agencies.length > 0 ? `${creditLine} (${agencies.join(', ')})` : creditLine
