import type { Element } from 'domhandler'
import { collapse } from '../../values/text.ts'
import { textOf } from '../element-text.ts'
import type { Page } from '../page.ts'
import { type FieldReader, firstOf } from '../reading.ts'

/** The summary under the headline. */
export const standfirst: FieldReader<string> = page =>
  firstOf(
    page,
    [
      ['dom', 'standfirst classes', p => text(textOf(named(p)))],
      ['json-ld', 'description', p => text(p.article?.text('description'))],
      ['meta', 'description', p => text(p.meta('og:description', 'description', 'twitter:description'))],
      ['feed', 'description', p => text(p.hints?.standfirst)],
    ],
    (a, b) => a.slice(0, 60) === b.slice(0, 60),
  )

const NAMES = /standfirst|article-dek|subtitle|sub-headline/i

/** The first element that is called so, in the page's order. */
function named({ survey }: Page): Element | undefined {
  const spots = [
    ...survey.marked.standfirst.filter(({ element }) => NAMES.test(element.attribs['class'] ?? '')),
    ...(survey.properties.get('alternativeheadline') ?? []),
  ]
  return spots.sort((a, b) => a.order - b.order)[0]?.element
}

/** A longer text is the beginning of the article, a shorter one a label. */
function text(raw: string | undefined): string | undefined {
  const value = collapse(raw ?? '')
  return value.length >= 20 && value.length <= 600 ? value : undefined
}
