import { collapse } from '../../values/text.ts'
import { type FieldReader, firstOf } from '../reading.ts'

/** The summary under the headline. */
export const standfirst: FieldReader<string> = page =>
  firstOf(
    page,
    [
      [
        'dom',
        'standfirst classes',
        p =>
          text(
            p
              .$(
                '[class*=standfirst], [class*=Standfirst], [class*=article-dek], [class*=subtitle], [class*=sub-headline], [itemprop~=alternativeHeadline]',
              )
              .first()
              .text(),
          ),
      ],
      ['json-ld', 'description', p => text(p.article?.text('description'))],
      ['meta', 'description', p => text(p.meta('og:description', 'description', 'twitter:description'))],
      ['feed', 'description', p => text(p.hints?.standfirst)],
    ],
    (a, b) => a.slice(0, 60) === b.slice(0, 60),
  )

/** A longer text is the beginning of the article, a shorter one a label. */
function text(raw: string | undefined): string | undefined {
  const value = collapse(raw ?? '')
  return value.length >= 20 && value.length <= 600 ? value : undefined
}
