import type { Reading } from '../../model.ts'
import { languageTag } from '../../values/language.ts'
import { languageOfText } from '../../values/text-language.ts'
import { isHomepage, parseHttpUrl } from '../../values/url.ts'
import { pageAddressOf } from '../json-ld.ts'
import { headingLetters, type Page } from '../page.ts'
import { type FieldReader, firstOf } from '../reading.ts'
import { letters, siteInTitle } from '../site-keys.ts'

/** The publication's own name. */
export const siteName: FieldReader<string> = page =>
  firstOf(page, [
    ['meta', 'og:site_name', p => name(p.meta('og:site_name'), p)],
    ['json-ld', 'publisher', p => name(p.article?.node('publisher')?.text('name'), p)],
    ['json-ld', 'WebSite', p => name(p.jsonLd.find(node => node.type === 'WebSite')?.text('name'), p)],
    ['meta', 'application-name', p => name(p.meta('application-name'), p)],
    ['meta', 'apple-mobile-web-app-title', p => name(p.meta('apple-mobile-web-app-title'), p)],
    ['dom', 'title', p => siteInTitle(p.survey.title ?? '', p.host)],
    ['sitemap', 'news:name', p => p.hints?.publication],
  ])

/** Longer names have a motto beside them. */
const MAX_NAME = 50

/** A front page's headline is the site's name; an article's has more letters. */
const MIN_HEADLINE = 30

/** A name as a template wrote it: some write an address, the headline, or a motto behind the name. */
function name(written: string | undefined, page: Page): string | undefined {
  // A template sets a motto behind it, and some sites have none.
  const text = written?.replace(/(?:\s+[|:–—-]|\s*\/+)$/, '')
  if (text === undefined || letters(text) === '') return undefined
  const headline = headingLetters(page)
  if (headline.length >= MIN_HEADLINE && letters(text).startsWith(headline)) return undefined
  if (/^https?:\/\//i.test(text)) return parseHttpUrl(text, page.url)?.hostname.replace(/^www\./, '')
  return text.length <= MAX_NAME ? text : (siteInTitle(text, page.host) ?? text)
}

/** No other language says "the", and hardly any text in another quotes so much English at its beginning. */
const SAYS_ENGLISH = /\bthe\b.*\bthe\b.*\bthe\b/is
const MAX_BEGINNING = 600

/**
 * The language of the text, as BCP 47 writes it: the declared one. English is what templates come with: where it is declared, or nothing is,
 * the text itself is looked at.
 * @param text the article's plain text
 */
export function language(page: Page, text: string | undefined): Reading<string> | undefined {
  const declared = declaredLanguage(page)
  if (text === undefined || (declared && !isSameLanguage(declared.value, 'en'))) return declared
  if (declared && SAYS_ENGLISH.test(text.slice(0, MAX_BEGINNING))) return declared
  const value = languageOfText(text)
  if (value === undefined || (declared && isSameLanguage(declared.value, value))) return declared
  return {
    value,
    from: 'dom',
    where: 'words of the text',
    confidence: 0.85,
    ...(declared && { alternatives: [declared] }),
  }
}

const declaredLanguage: FieldReader<string> = page =>
  firstOf(
    page,
    [
      [
        'dom',
        'html lang',
        p => languageTag(p.survey.root?.attribs['lang'] ?? p.survey.root?.attribs['xml:lang'] ?? ''),
      ],
      ['json-ld', 'inLanguage', p => languageTag(p.article?.text('inLanguage') ?? '')],
      ['meta', 'og:locale', p => languageTag(p.meta('og:locale', 'content-language') ?? '')],
      ['feed', 'language', p => p.hints?.language],
    ],
    isSameLanguage,
  )

const isSameLanguage = (a: string, b: string): boolean => a.split('-')[0] === b.split('-')[0]

/** The address the publisher wants the article to go by. */
export const canonicalUrl: FieldReader<string> = page =>
  firstOf(page, [
    ['dom', 'link rel=canonical', p => address(canonicalLink(p), p)],
    ['meta', 'og:url', p => address(p.meta('og:url'), p)],
    ['json-ld', 'mainEntityOfPage', p => address(p.article && pageAddressOf(p.article), p)],
  ])

const canonicalLink = ({ survey }: Page): string | undefined =>
  survey.links.find(({ attribs }) => /\bcanonical\b/i.test(attribs['rel'] ?? '') && attribs['href'])?.attribs['href']

/** What templates make of a value that is not there. */
const UNFILLED = /\/(?:undefined|null|%5Bobject%20Object%5D)\/?$/i

/** An address that can be the article's: some templates name the front page everywhere, or lose the host and leave `//news/ships`. */
function address(text: string | undefined, page: Page): string | undefined {
  const url = text === undefined ? undefined : parseHttpUrl(text, page.baseUrl)
  if (!url || UNFILLED.test(url.pathname) || (isHomepage(url.href) && !isHomepage(page.url))) return undefined
  return url.hostname === page.host || /[^.]\.[^.]/.test(url.hostname) ? url.href : undefined
}
