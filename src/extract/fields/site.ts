import { languageTag } from '../../values/language.ts'
import { parseHttpUrl } from '../../values/url.ts'
import type { Page } from '../page.ts'
import { type FieldReader, firstOf } from '../reading.ts'

/** The publication's own name. */
export const siteName: FieldReader<string> = page =>
  firstOf(page, [
    ['meta', 'og:site_name', p => p.meta('og:site_name')],
    ['json-ld', 'publisher', p => p.article?.node('publisher')?.text('name')],
    ['json-ld', 'WebSite', p => p.jsonLd.find(node => node.type === 'WebSite')?.text('name')],
    ['meta', 'application-name', p => p.meta('application-name')],
    ['sitemap', 'news:name', p => p.hints?.publication],
  ])

/** The language of the text, as BCP 47 writes it. */
export const language: FieldReader<string> = page =>
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
    (a, b) => a.slice(0, 2) === b.slice(0, 2),
  )

/** The address the publisher wants the article to go by. */
export const canonicalUrl: FieldReader<string> = page =>
  firstOf(page, [
    ['dom', 'link rel=canonical', p => address(canonicalLink(p), p.url)],
    ['meta', 'og:url', p => address(p.meta('og:url'), p.url)],
    ['json-ld', 'mainEntityOfPage', p => address(p.article?.text('mainEntityOfPage') ?? p.article?.text('url'), p.url)],
  ])

const canonicalLink = ({ survey }: Page): string | undefined =>
  survey.links.find(({ attribs }) => /\bcanonical\b/i.test(attribs['rel'] ?? ''))?.attribs['href']

const address = (text: string | undefined, base: string): string | undefined =>
  text === undefined ? undefined : parseHttpUrl(text, base)?.href
