import { describe, expect, test } from 'vitest'
import { contentHash } from '../../src/dedupe/changes.ts'
import { differences } from '../../src/dedupe/differences.ts'
import type { LiveEntry, RevisionDraft } from '../../src/model.ts'
import { articleRecord } from '../record.ts'

type Version = Pick<RevisionDraft, 'fields' | 'attribution'>

function liveBlog(entry: Partial<LiveEntry>): Version {
  const body = { html: '<p>Lead.</p>', text: 'Lead.', wordCount: 1 }
  const entries = [{ headline: 'Gauge', at: '5 minutes ago', html: '<p>Four.</p>', text: 'Four.', ...entry }]
  return articleRecord({ fields: { body: { ...body, entries } } }).revision
}
const hashOf = ({ fields, attribution }: Version): string => contentHash(fields, attribution)

describe('a live blog is another version', () => {
  test.each([
    ['with another text of an entry', { html: '<p>Five.</p>', text: 'Five.' }],
    ['with another headline of an entry', { headline: 'Pier' }],
  ])('%s', (_, entry) => {
    expect(hashOf(liveBlog(entry))).not.toBe(hashOf(liveBlog({})))
    expect(differences(liveBlog({}), liveBlog(entry)).map(({ field }) => field)).toEqual(['entries'])
  })
  test('not with another time of one', () => {
    expect(hashOf(liveBlog({ at: '6 minutes ago' }))).toBe(hashOf(liveBlog({})))
  })
})
