import type { Element } from 'domhandler'
import { collapse } from '../../values/text.ts'
import { textOf } from '../element-text.ts'
import type { Page } from '../page.ts'
import { type FieldReader, firstOf } from '../reading.ts'

/** The part of the publication the article stands in. */
export const section: FieldReader<string> = page =>
  firstOf(
    page,
    [
      ['meta', 'article:section', p => label(p.meta('article:section', 'parsely-section', 'section'), p)],
      ['json-ld', 'articleSection', p => label(p.article?.text('articleSection'), p)],
      ['dom', '[rel=category]', p => label(textOf(byCategory(p)), p)],
      ['dom', 'breadcrumb', lastBreadcrumb],
      ['sitemap', 'section', p => label(p.hints?.section, p)],
    ],
    (a, b) => a.toLowerCase() === b.toLowerCase(),
  )

/** What the article is about, in the publisher's own words. */
export const keywords: FieldReader<readonly string[]> = page =>
  firstOf(page, [
    ['json-ld', 'keywords', p => list(p.article?.texts('keywords'))],
    ['meta', 'keywords', p => list(p.meta('news_keywords', 'keywords', 'parsely-tags')?.split(','))],
    ['meta', 'article:tag', p => list(p.metas('article:tag'))],
    ['feed', 'categories', p => list(p.hints?.keywords)],
  ])

/** More keywords than this are stuffing. */
const MAX_KEYWORDS = 30

function list(words: readonly string[] | undefined): readonly string[] | undefined {
  const kept = [...new Set((words ?? []).map(collapse).filter(word => word !== '' && word.length < 80))].slice(
    0,
    MAX_KEYWORDS,
  )
  return kept.length > 0 ? kept : undefined
}

function byCategory({ survey }: Page): Element | undefined {
  return survey.anchors.find(({ element }) => /(?:^|\s)category(?:\s|$)/.test(element.attribs['rel'] ?? ''))?.element
}

function isInBreadcrumb(anchor: Element): boolean {
  for (let at = anchor.parent as Element | null; at?.attribs; at = at.parent as Element | null)
    if (at.attribs['class']?.includes('breadcrumb') || at.attribs['aria-label']?.includes('readcrumb')) return true
  return false
}

function lastBreadcrumb(page: Page): string | undefined {
  const texts = page.survey.anchors
    .filter(({ element }) => isInBreadcrumb(element))
    .map(({ element }) => textOf(element))
  return label(texts.filter(text => !/^(?:home|start|startseite|accueil|inicio)$/i.test(text)).at(-1), page)
}

function label(text: string | undefined, page: Page): string | undefined {
  const value = collapse(text ?? '')
  const isSite = page.siteNames.some(name => name.toLowerCase() === value.toLowerCase())
  return value === '' || value.length > 40 || isSite || /^(?:uncategori[sz]ed|https?:)/i.test(value) ? undefined : value
}
