import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { articleRecord, fullTerms } from '../record.ts'
import { hubWith } from './hub.ts'

let hub: Awaited<ReturnType<typeof hubWith>>
const get = async (url: string, headers: Record<string, string> = {}) => hub.server.inject({ url, headers })
const headlines = (body: string): string[] =>
  (JSON.parse(body) as { articles: { headline?: string; status: string }[] }).articles.map(
    each => each.headline ?? each.status,
  )

beforeAll(async () => {
  hub = await hubWith([
    articleRecord({ fields: { headline: 'First', published: '2026-03-01T08:00:00.000Z' } }),
    articleRecord({ fields: { headline: 'Second', published: '2026-03-01T09:00:00.000Z', section: 'Town' } }),
    articleRecord({ fields: { headline: 'Third', published: '2026-03-01T10:00:00.000Z' }, status: 'canceled' }),
    articleRecord({
      fields: { headline: 'Fourth', published: '2026-03-01T11:00:00.000Z' },
      terms: { ...fullTerms, republish: 'none' },
    }),
  ])
})
afterAll(() => hub.server.close())

describe('/v1/articles', () => {
  test('newest first, without those that are withdrawn or may not be shown', async () => {
    expect(headlines((await get('/v1/articles')).body)).toEqual(['Second', 'First'])
  })

  test('the cursor of a page leads to the next one', async () => {
    const first = JSON.parse((await get('/v1/articles?limit=2')).body) as { next: string }
    expect(headlines((await get(`/v1/articles?limit=2&cursor=${first.next}`)).body)).toEqual(
      ['Second', 'First'].slice(1),
    )
  })

  test('one section', async () => {
    expect(headlines((await get('/v1/articles?section=Town')).body)).toEqual(['Second'])
  })

  test('words', async () => {
    expect(headlines((await get('/v1/articles?q=first')).body)).toEqual(['First'])
  })

  test('withdrawn ones where they are asked for, without their text', async () => {
    expect(headlines((await get('/v1/articles?include_canceled=true')).body)).toEqual(['canceled', 'Second', 'First'])
  })

  test.each(['limit=0', 'limit=101', 'since=yesterday', 'sections=Town'])(
    '%s is refused with what is wrong',
    async query => {
      const { statusCode, headers, body } = await get(`/v1/articles?${query}`)
      expect([statusCode, headers['content-type']]).toEqual([400, 'application/problem+json; charset=utf-8'])
      expect((JSON.parse(body) as { title: string }).title).toMatch(/querystring/)
    },
  )
})

describe('/v1/articles/{id}', () => {
  test('the article with its attribution', async () => {
    const article = JSON.parse((await get(`/v1/articles/${hub.ids[0]}`)).body) as Record<string, unknown>
    expect(article).toMatchObject({
      headline: 'First',
      status: 'usable',
      attribution: {
        creditLine: 'Originally published by The Herald',
        sourceLink: { text: 'Source link', href: 'https://herald.example/2026/harbour' },
      },
    })
  })

  test('410 for a withdrawn one, 404 for one that is not there or may not be shown', async () => {
    const codes = [hub.ids[2], hub.ids[3], '01J0NOTHERE'].map(async id => (await get(`/v1/articles/${id}`)).statusCode)
    expect(await Promise.all(codes)).toEqual([410, 404, 404])
  })

  test('an answer that the client has already is not sent again', async () => {
    const { headers } = await get(`/v1/articles/${hub.ids[0]}`)
    const again = await get(`/v1/articles/${hub.ids[0]}`, { 'if-none-match': headers['etag'] as string })
    expect([again.statusCode, again.body]).toEqual([304, ''])
  })

  test('its revisions', async () => {
    const { revisions } = JSON.parse((await get(`/v1/articles/${hub.ids[0]}/revisions`)).body) as {
      revisions: object[]
    }
    expect(revisions).toMatchObject([{ revision: 1, headline: 'First' }])
  })
})

describe('/v1/events', () => {
  test('what happened, in order, from a number on', async () => {
    const all = JSON.parse((await get('/v1/events')).body) as {
      events: { number: number; type: string }[]
      next: number
    }
    expect(all.events.map(({ type }) => type)).toEqual([
      'article.published',
      'article.published',
      'article.published',
      'article.killed',
      'article.published',
    ])
    const rest = JSON.parse((await get(`/v1/events?after=${all.events[3]?.number}`)).body) as typeof all
    expect(rest.events).toHaveLength(1)
    expect((JSON.parse((await get(`/v1/events?after=${rest.next}`)).body) as typeof all).events).toEqual([])
  })
})

test('/openapi.json describes every route of the API', async () => {
  const { paths } = JSON.parse((await get('/openapi.json')).body) as { paths: object }
  const routes = ['/v1/articles', '/v1/articles/{id}', '/v1/articles/{id}/revisions', '/v1/events']
  expect(Object.keys(paths)).toEqual(routes)
})
