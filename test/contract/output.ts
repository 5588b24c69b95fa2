/** What every output must do: each rendering of each article holds its credit line, its copyright notice and its Source link. */

import { describe, expect, test } from 'vitest'
import { REPUBLISH } from '../../src/model.ts'
import { escapeHtml } from '../../src/values/html.ts'
import { articleRecord, fullTerms, type RecordParts } from '../record.ts'

/** Renders one article and gives back the text in which its attribution must stand, with all escaping undone but that of HTML. */
export type Render = (parts: RecordParts) => string | Promise<string>

const HOSTILE: readonly (readonly [string, RecordParts])[] = [
  ['plain', {}],
  [
    'markup in the names',
    {
      fields: { headline: '</title><script>alert(1)</script>', byline: ['<b>Ada</b>', 'B & C'] },
      attribution: {
        creditLine: 'Originally published by <Herald> & Sons "Press"',
        copyrightNotice: '© 2026 <Herald> & Sons',
      },
    },
  ],
  ['the end of CDATA and of comments', { attribution: { creditLine: 'Originally published by A]]> B --> C' } }],
  [
    'right to left',
    {
      fields: { headline: 'المجلس يصوت', language: 'ar' },
      attribution: { creditLine: 'Originally published by صحيفة الميناء', copyrightNotice: '© ٢٠٢٦ صحيفة الميناء' },
    },
  ],
  [
    'an address with quotes and ampersands',
    { attribution: { sourceUrl: 'https://herald.example/a?b=1&c=%22x%22&d=%3Ce%3E' } },
  ],
  ['no notice', { attribution: { creditLine: 'Originally published by The Courier' } }],
  ['a very short text', { fields: { body: { html: '<p>Short.</p>', text: 'Short.', wordCount: 1 } } }],
]

/** The contract, run against one output. */
export function outputContract(name: string, render: Render): void {
  describe(`${name}: attribution and Source link`, () => {
    const levels = REPUBLISH.filter(level => level !== 'none')
    const cases = levels.flatMap(level =>
      HOSTILE.map(([what, parts]) => [level, what, { ...parts, terms: { ...fullTerms, republish: level } }] as const),
    )

    test.each(cases)('%s, %s', async (_level, _what, parts) => {
      const { attribution } = articleRecord(parts).revision
      const rendered = await render(parts)
      expect(rendered).toContain(escapeHtml(attribution.creditLine))
      expect(rendered).toContain(escapeHtml(attribution.copyrightNotice as string))
      expect(rendered).toContain(`href="${escapeHtml(attribution.sourceUrl)}"`)
      expect(rendered).toContain('>Source link</a>')
      expect(rendered).not.toMatch(/<script>alert/)
    })

    test('an article that may not be shown is not in it', async () => {
      expect(await render({ terms: { ...fullTerms, republish: 'none' } })).not.toContain('Harbour council')
    })

    test('a withdrawn article is not in it', async () => {
      expect(await render({ status: 'canceled' })).not.toContain('Harbour council')
    })
  })
}
