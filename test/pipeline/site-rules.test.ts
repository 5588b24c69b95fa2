import { describe, expect, test } from 'vitest'
import type { RuleVersion } from '../../src/model.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { articleWith } from '../extract/made-up.ts'
import { herald, memoryDesk } from './memory-desk.ts'

const deskWith = (parts: Partial<RuleVersion>) =>
  memoryDesk([herald], openSqlite(':memory:'), [
    { domain: 'herald.example', versions: [{ fields: {}, optional: [], remove: [], ...parts }] },
  ])

describe('a site rule that matches nothing any more', () => {
  test('is a step of the link and a remark on the source; the article is stored', async () => {
    const { context, takeIn } = await deskWith({ fields: { headline: 'h1.gone' } })
    await takeIn('/a', articleWith({}))
    const [link] = await context.store.findLinks('https://herald.example/a')
    expect(link?.state).toBe('done')
    expect(await context.store.steps(link?.id as string)).toContainEqual(
      expect.objectContaining({ stage: 'extract', outcome: 'SITE_RULE_STALE', detail: 'herald.example: headline' }),
    )
    expect(await context.store.staleRules('2026-11-01T00:00:00.000Z')).toEqual([
      { sourceId: 'herald', detail: 'herald.example: headline', pages: 1, lastAt: '2026-11-20T08:00:00.000Z' },
    ])
    expect(await context.store.staleRules('2026-12-01T00:00:00.000Z')).toEqual([])
  })
})

describe('an article in several pages', () => {
  const second = articleWith({ first: 'On the second page the divers tell what they saw below the northern pier.' })

  test('is stored whole, what every page repeats once', async () => {
    const { context, takeIn } = await deskWith({})
    await takeIn('/story/2', second)
    await takeIn('/story', articleWith({ head: '<link rel="next" href="/story/2">' }))
    const [link] = await context.store.findLinks('https://herald.example/story')
    const record = await context.store.article(link?.articleId as string)
    const lines = record?.revision.fields.body.text.split('\n')
    expect(lines).toHaveLength(6)
    expect(lines?.[5]).toBe('On the second page the divers tell what they saw below the northern pier.')
  })

  /** What is noted of a link beside its stages. */
  const notedOf = async (context: Awaited<ReturnType<typeof deskWith>>['context'], linkId: string) =>
    (await context.store.steps(linkId))
      .filter(({ outcome }) => outcome !== 'ok')
      .map(each => [each.outcome, each.detail])

  test('whose rule finds no text on a further page is one whose rule is stale', async () => {
    const { context, takeIn } = await deskWith({ fields: { body: 'article.story' } })
    const told = (html: string) => html.replace('<article', '<article class="story"')
    await takeIn('/story/2', second)
    await takeIn('/story', told(articleWith({ head: '<link rel="next" href="/story/2">' })))
    const [link] = await context.store.findLinks('https://herald.example/story')
    expect(await notedOf(context, link?.id as string)).toEqual([['SITE_RULE_STALE', 'herald.example: body']])
  })

  test('ends where a wall stands in place of a further page, which is a step of the link', async () => {
    const { context, takeIn } = await deskWith({})
    const ask = 'Readers with an account with the Herald sign in here, and read on where they were in a moment.'
    await takeIn('/story/2', articleWith({ title: 'Sign in to continue', h1: '<h1>Sign in</h1>', first: ask }))
    await takeIn('/story', articleWith({ head: '<link rel="next" href="/story/2">' }))
    const [link] = await context.store.findLinks('https://herald.example/story')
    const record = await context.store.article(link?.articleId as string)
    expect(record?.revision.fields.body.text.split('\n')).toHaveLength(5)
    expect(await notedOf(context, link?.id as string)).toEqual([
      ['ARTICLE_CUT', 'https://herald.example/story/2: PAGE_IS_WALL'],
    ])
  })

  test('ends where a further page is gone', async () => {
    const { context, takeIn } = await deskWith({})
    await takeIn('/story', articleWith({ head: '<link rel="next" href="/story/2">' }))
    const [link] = await context.store.findLinks('https://herald.example/story')
    const record = await context.store.article(link?.articleId as string)
    expect(record?.revision.fields.body.text.split('\n')).toHaveLength(5)
    expect(await notedOf(context, link?.id as string)).toEqual([
      ['ARTICLE_CUT', 'https://herald.example/story/2: HTTP_NOT_FOUND'],
    ])
  })
})
