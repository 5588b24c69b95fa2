import type { ArticleRecord, Revision, RevisionFields, Terms } from '../src/model.ts'

export const permission = { who: 'Ada Example', when: '2026-01-05', document: 'contracts/herald.pdf' }
export const excerptLimits = { maxWords: 50, maxCharacters: 300, maxShare: 0.1 }
export const fullTerms: Terms = { republish: 'full', permission, excerpt: excerptLimits, images: true }

const sentence =
  'The harbour council met on Tuesday evening and listened to the fishers of the east quay before it voted.'

export interface RecordParts {
  readonly id?: string
  readonly fields?: Partial<RevisionFields>
  readonly attribution?: Partial<Revision['attribution']>
  readonly signals?: Revision['signals']
  readonly terms?: Terms
  readonly status?: ArticleRecord['article']['status']
}

/** A stored article for tests of what is shown of it. */
export function articleRecord({
  id = '01J00000000000000000000001',
  fields,
  attribution,
  signals = {},
  terms = fullTerms,
  status = 'usable',
}: RecordParts = {}): ArticleRecord {
  const text = Array.from({ length: 12 }, () => sentence).join('\n')
  return {
    article: {
      id,
      sourceId: 'herald',
      status,
      storyId: id,
      revisionCount: 1,
      createdAt: '2026-03-01T08:05:00.000Z',
      updatedAt: '2026-03-01T08:05:00.000Z',
    },
    terms,
    revision: {
      articleId: id,
      number: 1,
      change: 'first',
      contentHash: 'hash',
      pageHash: 'page',
      createdAt: '2026-03-01T08:05:00.000Z',
      engine: 'test',
      evidence: {},
      signals,
      rights: { shown: 'full', reasons: [], images: true, indexing: 'noindex' },
      attribution: {
        sourceName: 'The Herald',
        sourceUrl: 'https://herald.example/2026/harbour',
        creditLine: 'Originally published by The Herald',
        copyrightNotice: '© 2026 Herald Media. All rights reserved.',
        agencyCredits: [],
        ...attribution,
      },
      fields: {
        headline: 'Harbour council votes on dredging',
        standfirst: 'After three hours of talk, a narrow majority.',
        byline: ['Ada Example', 'Ben Sample'],
        authorBio: 'Ada Example has covered the harbour since 2019.',
        published: '2026-03-01T08:00:00.000Z',
        section: 'Harbour',
        keywords: ['harbour'],
        language: 'en',
        kind: 'article',
        body: {
          html: `<figure><img src="https://herald.example/a.jpg" alt="Boats"></figure>${text
            .split('\n')
            .map(line => `<p>${line}</p>`)
            .join('\n')}`,
          text,
          wordCount: 228,
        },
        leadImage: { url: 'https://herald.example/lead.jpg', alt: 'The quay' },
        ...fields,
      },
    },
  }
}
