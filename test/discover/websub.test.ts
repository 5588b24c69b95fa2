import { describe, expect, test } from 'vitest'
import { announcedBy } from '../../src/discover/websub.ts'

const url = 'https://herald.example/rss'
const hub = 'https://hub.example/'

describe('a hub is named (4)', () => {
  test.each([
    ['by the header', `<${hub}>; rel="hub", <https://herald.example/feed>; rel="self"`, {}],
    [
      'by the header, before the document',
      `<${hub}>; rel=hub, <https://herald.example/feed>; rel=self`,
      { hub: 'https://other.example/', self: 'https://other.example/rss' },
    ],
    ['by the document', undefined, { hub, self: '/feed' }],
    ['by one of several relations', `<https://herald.example/feed>; rel="self alternate", <${hub}>; rel="hub"`, {}],
  ])('%s', (_, link, document) => {
    expect(announcedBy(url, link, document)).toEqual({ hub, topic: 'https://herald.example/feed' })
  })
  test('a feed without self is known by its address', () => {
    expect(announcedBy(url, undefined, { hub })).toEqual({ hub, topic: url })
  })
  test.each([
    [undefined],
    ['<javascript:alert(1)>; rel=hub'],
    ['<https://herald.example/>; rel=self'],
    ['<<<;;rel=hub'],
  ])('none: %s', link => {
    expect(announcedBy(url, link, {})).toBeUndefined()
  })
})
