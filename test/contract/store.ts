/** What every store must do. Each adapter's test file calls this with a way to open an empty one. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type {
  ClaimedFeed,
  ClaimedLink,
  FoundLink,
  RevisionDraft,
  RightsDecision,
  Source,
  Terms,
} from '../../src/model.ts'
import type { FeedEnd, Job, SavedRevision, SaveRevision, Store } from '../../src/ports.ts'

const T0 = Date.parse('2026-03-01T08:00:00.000Z')
const LEASE = 60_000
const at = (ms: number): string => new Date(T0 + ms).toISOString()

const terms: Terms = {
  republish: 'excerpt',
  excerpt: { maxWords: 50, maxCharacters: 300, maxShare: 0.1 },
  images: false,
}
const rights: RightsDecision = { shown: 'excerpt', reasons: ['terms'], images: false, indexing: 'noindex' }

const source = (id: string, feedUrl: string, more: Partial<Source> = {}): Source => ({
  id,
  name: id,
  feeds: [{ kind: 'feed', url: feedUrl }],
  terms,
  delayMs: 0,
  pollMinutes: 15,
  enabled: true,
  ...more,
})

const herald = source('herald', 'https://herald.example/rss')
const courier = source('courier', 'https://courier.example/rss')

const found = (url: string, guid?: string): FoundLink => ({
  url,
  hints: { from: 'feed' },
  ...(guid !== undefined && { guid }),
})

function draft(headline: string, more: Partial<RevisionDraft> = {}): RevisionDraft {
  return {
    fields: {
      headline,
      byline: ['Ada Example'],
      body: { html: `<p>${headline}: the text.</p>`, text: `${headline}: the text.`, wordCount: 4 },
      keywords: [],
      kind: 'article',
      published: at(0),
      section: 'Harbour',
    },
    evidence: {},
    attribution: {
      sourceName: 'Herald',
      sourceUrl: 'https://herald.example/a',
      creditLine: 'Originally published by Herald',
      agencyCredits: [],
    },
    signals: {},
    contentHash: `hash of ${headline}`,
    aliases: [{ scheme: 'dedupe-key', value: `key of ${headline}` }],
    engine: 'test',
    ...more,
  }
}

/** The contract, run against one adapter. */
export function storeContract(open: () => Promise<Store>): void {
  let store: Store
  beforeEach(async () => {
    store = await open()
  })
  afterEach(() => store.close())

  const beginFeed = (job: Job, now = 0): Promise<ClaimedFeed | undefined> => store.beginFeed(job, T0 + now, LEASE)
  const beginLink = (job: Job, now = 0): Promise<ClaimedLink | undefined> => store.beginLink(job, T0 + now, LEASE)

  async function claimFeed(now = 0): Promise<Job> {
    const jobs = await store.takeDue(10, T0 + now, LEASE)
    return jobs.find(job => job.kind === 'discover') as Job
  }

  /** A link of the herald, found and claimed. */
  async function claimLink(url = 'https://herald.example/a', guid?: string): Promise<ClaimedLink> {
    await store.syncSources([herald], at(0))
    const feed = await beginFeed(await claimFeed())
    await store.finishFeed(feed!, { outcome: 'ok', dueAt: at(900_000) }, [found(url, guid)], at(0))
    return takeLink()
  }

  async function takeLink(now = 0): Promise<ClaimedLink> {
    const [job] = await store.takeDue(1, T0 + now, LEASE)
    return (await beginLink(job!, now)) as ClaimedLink
  }

  const save = (link: ClaimedLink, more: Partial<SaveRevision> = {}): SaveRevision => ({
    link,
    draft: draft('First'),
    rights,
    pageHash: 'page',
    change: 'first',
    recheckAt: at(300_000),
    now: at(1000),
    steps: [],
    ...more,
  })
  const saved = async (input: SaveRevision): Promise<SavedRevision> =>
    (await store.saveRevision(input)) as SavedRevision

  describe('feeds', () => {
    test('a configured feed is due at once, and its claim is given once', async () => {
      await store.syncSources([herald], at(0))
      const jobs = await store.takeDue(10, T0, LEASE)
      expect(jobs).toHaveLength(1)
      expect(await beginFeed(jobs[0]!)).toMatchObject({ url: 'https://herald.example/rss', sourceId: 'herald' })
      expect(await store.takeDue(10, T0, LEASE)).toEqual([])
    })

    test('validators and the next time are kept', async () => {
      await store.syncSources([herald], at(0))
      const feed = await beginFeed(await claimFeed())
      await store.finishFeed(feed!, { outcome: 'ok', dueAt: at(60_000), etag: 'W/"x"' }, [], at(0))
      expect(await store.takeDue(10, T0 + 59_999, LEASE)).toEqual([])
      const again = await beginFeed(await claimFeed(60_000))
      expect(again?.etag).toBe('W/"x"')
    })

    test('a whole answer replaces both validators, "not changed" leaves what it does not name', async () => {
      await store.syncSources([herald], at(0))
      const poll = async (end: Partial<FeedEnd>, now: number) => {
        const feed = await beginFeed(await claimFeed(now), now)
        await store.finishFeed(feed!, { outcome: 'ok', dueAt: at(now), ...end }, [], at(now))
      }
      await poll({ bodyHash: 'x', etag: '"1"', lastModified: 'Sun' }, 0)
      await poll({ etag: '"2"' }, 1000)
      const second = await beginFeed(await claimFeed(2000), 2000)
      expect(second).toMatchObject({ etag: '"2"', lastModified: 'Sun' })
      await store.finishFeed(second!, { outcome: 'ok', dueAt: at(3000), bodyHash: 'y', etag: '"3"' }, [], at(3000))
      const third = await beginFeed(await claimFeed(4000), 4000)
      expect([third?.etag, third?.lastModified]).toEqual(['"3"', undefined])
    })

    test('the end of a poll may depend on how much of it was new, and habits are kept', async () => {
      await store.syncSources([herald], at(0))
      const feed = await beginFeed(await claimFeed())
      const end = (added: number): FeedEnd => ({
        outcome: 'ok',
        dueAt: at(60_000 * added),
        habits: { news: { items: added, at: at(0) } },
      })
      const links = [found('https://herald.example/a'), found('https://herald.example/b')]
      expect(await store.finishFeed(feed!, end, links, at(0))).toBe(2)
      const [health] = await store.sourceHealth()
      expect(health?.feeds[0]).toMatchObject({ dueAt: at(120_000), habits: { news: { items: 2 } } })
    })

    test('failures count up and a success ends the count', async () => {
      await store.syncSources([herald], at(0))
      const first = await beginFeed(await claimFeed())
      await store.finishFeed(first!, { outcome: 'failed', reason: 'FETCH_TIMEOUT', dueAt: at(1) }, [], at(0))
      const second = await beginFeed(await claimFeed(1))
      expect(second).toMatchObject({ failures: 1, reason: 'FETCH_TIMEOUT' })
      await store.finishFeed(second!, { outcome: 'ok', dueAt: at(2) }, [], at(1))
      expect((await beginFeed(await claimFeed(2)))?.failures).toBe(0)
    })

    test('a source that left the configuration is not polled any more', async () => {
      await store.syncSources([herald, courier], at(0))
      await store.syncSources([courier], at(1))
      const jobs = await store.takeDue(10, T0 + 1, LEASE)
      expect(jobs).toHaveLength(1)
    })

    test('pollNow leaves a feed alone that is gone', async () => {
      await store.syncSources([herald], at(0))
      const feed = await beginFeed(await claimFeed())
      await store.finishFeed(feed!, { outcome: 'failed', reason: 'HTTP_GONE', dueAt: at(900_000) }, [], at(0))
      await store.pollNow(at(1000))
      expect(await store.takeDue(10, T0 + 1000, LEASE)).toEqual([])
    })

    test('pollNow makes every feed due', async () => {
      await store.syncSources([herald], at(0))
      const feed = await beginFeed(await claimFeed())
      await store.finishFeed(feed!, { outcome: 'ok', dueAt: at(900_000) }, [], at(0))
      await store.pollNow(at(10))
      expect(await store.takeDue(10, T0 + 10, LEASE)).toHaveLength(1)
    })
  })

  describe('links', () => {
    test('an address is one row however often it is found', async () => {
      await store.syncSources([herald], at(0))
      const feed = await beginFeed(await claimFeed())
      const links = [
        found('https://herald.example/a'),
        found('https://herald.example/a#top'),
        found('https://herald.example/b'),
      ]
      expect(await store.finishFeed(feed!, { outcome: 'ok', dueAt: at(9) }, links, at(0))).toBe(2)
    })

    test('more links than one statement takes are all kept', async () => {
      await store.syncSources([herald], at(0))
      const feed = await beginFeed(await claimFeed())
      const links = Array.from({ length: 2000 }, (_, i) => found(`https://herald.example/${i}`))
      expect(await store.finishFeed(feed!, { outcome: 'ok', dueAt: at(9) }, links, at(0))).toBe(2000)
      expect(await store.countLinks()).toMatchObject({ due: 2000 })
    })

    test('one job a host, the host that waited longest first', async () => {
      await store.syncSources([herald, courier], at(0))
      const feeds = await Promise.all((await store.takeDue(10, T0, LEASE)).map(job => beginFeed(job)))
      const [a, b] = ['herald', 'courier'].map(id => feeds.find(feed => feed?.sourceId === id))
      await store.finishFeed(
        a!,
        { outcome: 'ok', dueAt: at(900_000) },
        [found('https://herald.example/1'), found('https://herald.example/2')],
        at(0),
      )
      await store.finishFeed(b!, { outcome: 'ok', dueAt: at(900_000) }, [found('https://courier.example/1')], at(1))
      const next = await store.takeDue(10, T0 + 1, LEASE)
      const urls = await Promise.all(next.map(async job => (await beginLink(job))?.url))
      expect(urls).toEqual(['https://herald.example/1', 'https://courier.example/1'])
    })

    test("a source's links take turns on their host, so that a large one lets the others in", async () => {
      const guest = source('guest', 'https://guest.example/rss')
      await store.syncSources([herald, guest], at(0))
      const jobs = await store.takeDue(10, T0, LEASE)
      const feeds = await Promise.all(jobs.map(job => beginFeed(job)))
      const of = (id: string) => feeds.find(feed => feed?.sourceId === id)!
      const many = Array.from({ length: 100 }, (_, n) => found(`https://cdn.example/herald/${n}`))
      const end: FeedEnd = { outcome: 'ok', dueAt: at(900_000) }
      await store.finishFeed(of('herald'), end, many, at(0), 1000)
      await store.finishFeed(of('guest'), end, [found('https://cdn.example/guest')], at(1500), 1000)
      const order: string[] = []
      for (let turn = 0; turn < 3; turn++) {
        const link = await takeLink(2000 * turn)
        order.push(link.url)
        await store.endLink(link, { state: 'dropped', reason: 'NO_BODY' }, at(2000 * turn))
      }
      expect(order).toEqual([
        'https://cdn.example/herald/0',
        'https://cdn.example/herald/1',
        'https://cdn.example/guest',
      ])
    })

    test('a known article that its feed says has moved on is due at once', async () => {
      const seen = (modified: string): FoundLink => ({
        url: 'https://herald.example/a',
        hints: { from: 'feed', headline: 'A', modified },
      })
      const poll = async (link: FoundLink, now: number) => {
        await store.pollNow(at(now))
        const feed = await beginFeed(await claimFeed(now), now)
        await store.finishFeed(feed!, { outcome: 'ok', dueAt: at(9_000_000) }, [link], at(now))
      }
      await store.syncSources([herald], at(0))
      await poll(seen(at(0)), 0)
      await saved(save(await takeLink(), { recheckAt: at(8_000_000) }))
      await poll(seen(at(0)), 1000)
      expect(await store.takeDue(10, T0 + 2000, LEASE)).toEqual([])
      await poll(seen(at(500)), 3000)
      expect((await takeLink(3000)).hints).toEqual({ from: 'feed', headline: 'A', modified: at(500) })
    })

    test('a feed that says of everything that it moved on is not believed', async () => {
      const all = (modified: string): FoundLink[] =>
        Array.from({ length: 10 }, (_, n) => ({
          url: `https://herald.example/${n}`,
          hints: { from: 'sitemap', modified },
        }))
      await store.syncSources([herald], at(0))
      const first = await beginFeed(await claimFeed())
      await store.finishFeed(first!, { outcome: 'ok', dueAt: at(1000) }, all(at(0)), at(0))
      const links = await store.listLinks({})
      for (const { url } of links)
        await saved(save(await takeLink(), { draft: draft(url), recheckAt: at(8_000_000), now: at(0) }))
      const second = await beginFeed(await claimFeed(1000), 1000)
      await store.finishFeed(second!, { outcome: 'ok', dueAt: at(9_000_000) }, all(at(900)), at(1000))
      expect(await store.takeDue(10, T0 + 2000, LEASE)).toEqual([])
    })

    test('an ended link carries its reason and is not due again', async () => {
      const link = await claimLink()
      expect(await store.endLink(link, { state: 'dropped', reason: 'NOT_AN_ARTICLE', detail: 'list' }, at(5))).toBe(
        true,
      )
      expect(await store.listLinks({ state: 'dropped' })).toMatchObject([
        { url: 'https://herald.example/a', reason: 'NOT_AN_ARTICLE', detail: 'list' },
      ])
      expect(await store.takeDue(10, T0 + 10_000, LEASE)).toEqual([])
    })

    test('a lost attempt is counted, a snooze is not', async () => {
      const link = await claimLink()
      await store.endLink(link, { state: 'due', dueAt: at(10), attemptLost: false }, at(1))
      const again = await takeLink(10)
      expect(again.attempts).toBe(0)
      await store.endLink(again, { state: 'due', dueAt: at(20), reason: 'FETCH_RESET', attemptLost: true }, at(11))
      expect(await takeLink(20)).toMatchObject({ attempts: 1, reason: 'FETCH_RESET' })
    })

    test('a worker that comes late changes nothing', async () => {
      const late = await claimLink()
      const current = await takeLink(LEASE + 1)
      expect(current.id).toBe(late.id)
      expect(await store.endLink(late, { state: 'dropped', reason: 'NO_BODY' }, at(LEASE + 2))).toBe(false)
      expect(await store.saveRevision(save(late))).toBe('fenced')
      expect((await store.listLinks({}))[0]?.state).toBe('due')
    })

    test('a lease that ran out counts as a crash', async () => {
      await claimLink()
      expect((await takeLink(LEASE + 1)).crashes).toBe(1)
    })

    test('a job begins once, and only under the current claim', async () => {
      await store.syncSources([herald], at(0))
      const [job] = await store.takeDue(1, T0, LEASE)
      expect(await beginFeed({ ...job!, token: job!.token + 1 })).toBeUndefined()
      expect(await beginFeed(job!)).toMatchObject({ sourceId: 'herald' })
      expect(await beginFeed(job!)).toBeUndefined()
    })

    test('a claim that lapsed before it was begun was lost on its way, and counts no crash', async () => {
      await claimLink()
      const [lost] = await store.takeDue(1, T0 + LEASE + 1, LEASE)
      const found = await takeLink(2 * LEASE + 2)
      expect(found).toMatchObject({ id: lost?.id, crashes: 1 })
      expect(await beginLink(lost!)).toBeUndefined()
    })

    test('of those who begin with one job at the same time one does, under the current claim', async () => {
      await claimLink()
      const [job] = await store.takeDue(1, T0 + LEASE + 1, LEASE)
      const stale = { ...job!, token: job!.token - 1 }
      const begun = await Promise.all([stale, job!, job!].map(each => beginLink(each, LEASE + 1)))
      expect(begun.filter(Boolean)).toHaveLength(1)
      expect(begun.find(Boolean)).toMatchObject({ id: job!.id, token: job!.token })
    })

    test('a job that is late to begin begins all the same, while nobody else has it', async () => {
      await store.syncSources([herald], at(0))
      const [job] = await store.takeDue(1, T0, LEASE)
      expect(await beginFeed(job!, LEASE + 1)).toMatchObject({ sourceId: 'herald' })
      expect(await store.takeDue(1, T0 + LEASE + 2, LEASE)).toEqual([])
    })

    test('a lease that is renewed does not lapse; one that has lapsed is not renewed', async () => {
      const { id, token } = await claimLink()
      await store.renew([{ kind: 'ingest', id, token }], T0 + LEASE - 1, LEASE)
      expect(await store.takeDue(1, T0 + LEASE + 1, LEASE)).toEqual([])
      await takeLink(3 * LEASE)
      await store.renew([{ kind: 'ingest', id, token }], T0 + 3 * LEASE, 10 * LEASE)
      expect(await store.takeDue(1, T0 + 4 * LEASE + 1, LEASE)).toHaveLength(1)
    })

    test('claims are by kind where a worker does one only', async () => {
      await store.syncSources([herald, courier], at(0))
      const [job] = await store.takeDue(1, T0, LEASE)
      const feed = await beginFeed(job!)
      const links = [found(feed!.url.replace('rss', 'a'))]
      await store.finishFeed(feed!, { outcome: 'ok', dueAt: at(900_000) }, links, at(0))
      const ingests = await store.takeDue(10, T0 + 1, LEASE, ['ingest'])
      expect(ingests.map(({ kind }) => kind)).toEqual(['ingest'])
      expect((await store.takeDue(10, T0 + 1, LEASE, ['discover'])).map(({ kind }) => kind)).toEqual(['discover'])
    })

    test('what is held is counted until its lease runs out', async () => {
      await claimLink()
      expect(await store.countHeld(T0 + 1)).toBe(1)
      expect(await store.countHeld(T0 + LEASE + 1)).toBe(0)
    })

    test('recover frees what a killed process held, and counts the crash', async () => {
      await claimLink()
      expect(await store.recover(at(5))).toBe(1)
      expect(await store.takeDue(10, T0 + 6, LEASE)).toEqual([])
      expect((await takeLink(1005)).crashes).toBe(1)
    })

    test.each([
      ['recovered', () => store.recover(at(1))],
      ['left to their leases', async () => {}],
    ])('links that were under way in a crash run one at a time afterwards: %s', async (_, after) => {
      await store.syncSources([herald, courier], at(0))
      const jobs = await store.takeDue(10, T0, LEASE)
      for (const [job, url] of [
        [jobs[0], 'https://herald.example/1'],
        [jobs[1], 'https://courier.example/1'],
      ] as const) {
        await store.finishFeed((await beginFeed(job!))!, { outcome: 'ok', dueAt: at(900_000) }, [found(url)], at(0))
      }
      const links = await store.takeDue(10, T0, LEASE)
      await Promise.all(links.map(job => beginLink(job)))
      await after()
      expect(await store.takeDue(10, T0 + LEASE + 1, LEASE)).toHaveLength(1)
    })

    test('claims given back count no crash', async () => {
      const link = await claimLink()
      await store.giveBack([{ kind: 'ingest', id: link.id, token: link.token }], at(5))
      expect((await takeLink(5)).crashes).toBe(0)
    })

    test('the next due time is that of what nobody has', async () => {
      const link = await claimLink()
      expect(await store.nextDueAt(T0)).toBe(T0 + 900_000)
      await store.endLink(link, { state: 'due', dueAt: at(30_000), attemptLost: true }, at(1))
      expect(await store.nextDueAt(T0 + 1)).toBe(T0 + 30_000)
    })

    test('quarantined links are replayed or dropped by hand', async () => {
      const link = await claimLink()
      await store.endLink(link, { state: 'quarantined', reason: 'POISON' }, at(1))
      expect(await store.replayQuarantined([link.id], at(2))).toBe(1)
      const again = await takeLink(2)
      expect(again).toMatchObject({ id: link.id, attempts: 0, crashes: 0 })
      await store.endLink(again, { state: 'quarantined', reason: 'POISON' }, at(3))
      expect(await store.dropQuarantined('all', at(4))).toBe(1)
      expect(await store.countLinks()).toEqual({ due: 0, done: 0, dropped: 1, quarantined: 0 })
    })

    test('steps are kept in order', async () => {
      const link = await claimLink()
      const step = (outcome: string) => ({ linkId: link.id, at: at(1), stage: 'fetch' as const, outcome, ms: 3 })
      await store.addSteps([step('FETCH_RESET'), step('ok')])
      expect((await store.steps(link.id)).map(each => each.outcome)).toEqual(['ok', 'FETCH_RESET', 'ok'])
    })

    test('the oldest steps are forgotten first, no more at once than was said, and none from then on', async () => {
      const link = await claimLink()
      const step = (minute: number) => ({
        linkId: link.id,
        at: at(minute),
        stage: 'fetch' as const,
        outcome: 'ok',
        ms: 3,
      })
      await store.addSteps([step(5), step(6), step(7)])
      const left = async () => (await store.steps(link.id)).map(each => each.at)
      while ((await left()).length > 3) await store.forgetSteps(at(5), 1)
      expect(await store.forgetSteps(at(7), 1)).toBe(1)
      expect(await left()).toEqual([at(6), at(7)])
      expect(await store.forgetSteps(at(7), 10)).toBe(1)
      expect(await store.forgetSteps(at(7), 10)).toBe(0)
      expect(await left()).toEqual([at(7)])
    })

    test('a hash under which no page was kept is unknown', async () => {
      const link = await claimLink()
      const page = { linkId: link.id, hash: 'f00d', url: link.url, headers: {}, fetchedAt: at(1), size: 10 }
      await store.endLink(link, { state: 'dropped', reason: 'NO_BODY' }, at(1), [], page)
      expect(await store.unknownPages(['beef', 'f00d'])).toEqual(['beef'])
      expect(await store.unknownPages([])).toEqual([])
    })
  })

  describe('hosts', () => {
    test('one at a time, and the delay after the answer', async () => {
      expect(await store.reserveSlot('a.example', 1000, T0)).toEqual({ at: T0, granted: true })
      expect((await store.reserveSlot('a.example', 1000, T0 + 2000)).granted).toBe(false)
      await store.releaseSlot('a.example', 1000, T0 + 2500)
      expect(await store.reserveSlot('a.example', 1000, T0 + 3000)).toEqual({ at: T0 + 3500, granted: false })
      expect((await store.reserveSlot('a.example', 1000, T0 + 3500)).granted).toBe(true)
    })

    test('a wish for rest holds the host', async () => {
      await store.reserveSlot('a.example', 0, T0)
      await store.holdHost('a.example', T0 + 60_000)
      await store.releaseSlot('a.example', 0, T0)
      expect(await store.reserveSlot('a.example', 0, T0 + 1)).toEqual({ at: T0 + 60_000, granted: false })
    })

    test('of those who ask for one slot at the same time one gets it, and another host keeps nobody waiting', async () => {
      const hosts = ['a.example', 'b.example', 'a.example', 'c.example', 'a.example']
      const slots = await Promise.all(hosts.map(host => store.reserveSlot(host, 1000, T0)))
      const granted = hosts.filter((_, at) => slots[at]?.granted)
      expect(granted.toSorted()).toEqual(['a.example', 'b.example', 'c.example'])
      await Promise.all(hosts.map(host => store.releaseSlot(host, 1000, T0 + 500)))
      expect((await store.reserveSlot('a.example', 1000, T0 + 1499)).granted).toBe(false)
      expect((await store.reserveSlot('a.example', 1000, T0 + 1500)).granted).toBe(true)
    })

    test('what an answer taught of the host comes with its next slot, and shows in health', async () => {
      const pace = { delayMs: 4000, answerMs: 120, failures: 2, reason: 'FETCH_RESET' }
      await store.syncSources([herald], at(0))
      await store.reserveSlot('herald.example', 0, T0)
      await store.releaseSlot('herald.example', 4000, T0, { pace, restsUntil: T0 + 30_000 })
      expect((await store.reserveSlot('herald.example', 0, T0 + 4000)).granted).toBe(false)
      expect(await store.reserveSlot('herald.example', 0, T0 + 30_000)).toEqual({
        at: T0 + 30_000,
        granted: true,
        pace,
      })
      const [health] = await store.sourceHealth()
      expect(health?.hosts).toEqual([{ host: 'herald.example', ...pace, restsUntil: at(30_000) }])
    })

    test('a held host gives no claims', async () => {
      await store.syncSources([herald], at(0))
      await store.holdHost('herald.example', T0 + 60_000)
      expect(await store.takeDue(10, T0 + 1, LEASE)).toEqual([])
      expect(await store.takeDue(10, T0 + 60_000, LEASE)).toHaveLength(1)
    })

    test('a slot whose holder died becomes free again', async () => {
      await store.reserveSlot('a.example', 0, T0)
      expect((await store.reserveSlot('a.example', 0, T0 + 40_000)).granted).toBe(true)
    })

    test('robots.txt is kept by origin', async () => {
      const record = { text: 'User-agent: *', state: 'ok' as const, fetchedAt: at(0) }
      await store.saveRobots('https://a.example', record)
      expect(await store.robots('https://a.example')).toEqual(record)
      const said = {
        ...record,
        retryAt: at(600_000),
        usage: { lines: ['content-signal: ai-train=no'], tdmReservation: '1' },
      }
      await store.saveRobots('https://a.example', said)
      expect(await store.robots('https://a.example')).toEqual(said)
      expect(await store.robots('http://a.example')).toBeUndefined()
    })
  })

  describe('articles', () => {
    test('a first revision makes an article, an event and a search row', async () => {
      const { articleId, number } = await saved(save(await claimLink()))
      expect(number).toBe(1)
      expect(await store.article(articleId)).toMatchObject({
        article: { status: 'usable', sourceId: 'herald' },
        revision: { change: 'first', fields: { headline: 'First' } },
        terms,
      })
      expect(await store.eventsAfter(0, 10)).toMatchObject([{ type: 'article.published', articleId, revision: 1 }])
      expect((await store.listArticles({ limit: 10, search: 'first' })).articles).toHaveLength(1)
      expect(await store.listLinks({ state: 'done' })).toMatchObject([{ articleId }])
    })

    test('a changed text is a second revision, numbered without gaps, and replaces the first in search', async () => {
      const { articleId } = await saved(save(await claimLink()))
      const again = await takeLink(300_000)
      const second = await saved(
        save(again, { draft: draft('Second'), change: 'correction', articleId, now: at(300_001) }),
      )
      expect(second).toEqual({ articleId, number: 2, change: 'correction' })
      expect((await store.revisions(articleId)).map(revision => revision.fields.headline)).toEqual(['First', 'Second'])
      expect((await store.listArticles({ limit: 10, search: 'first' })).articles).toEqual([])
      expect((await store.eventsAfter(1, 10)).map(event => event.type)).toEqual(['article.corrected'])
    })

    test('a correction says why, a later change of a text that keeps its note does not', async () => {
      const { articleId } = await saved(save(await claimLink()))
      const noted = (headline: string) =>
        draft(headline, { fields: { ...draft(headline).fields, correction: 'Wrong.' } })
      const corrected = await takeLink(300_000)
      await saved(save(corrected, { draft: noted('Second'), change: 'correction', articleId, recheckAt: at(1) }))
      await saved(save(await takeLink(600_000), { draft: noted('Third'), change: 'update', articleId }))
      const events = await store.eventsAfter(1, 10)
      expect(events.map(({ type, reason }) => [type, reason])).toEqual([
        ['article.corrected', 'Wrong.'],
        ['article.updated', undefined],
      ])
    })

    test('a turn ends once, also when its end is reported twice', async () => {
      const link = await claimLink()
      await saved(save(link))
      expect(await store.saveRevision(save(link))).toBe('fenced')
      expect(await store.endLink(link, { state: 'dropped', reason: 'NO_BODY' }, at(2000))).toBe(false)
      expect(await store.eventsAfter(0, 10)).toHaveLength(1)
    })

    test('of the ends of one turn at the same time one counts, and one of an earlier claim does not', async () => {
      await claimLink()
      const link = await takeLink(LEASE + 1)
      const stale = { ...link, token: link.token - 1 }
      const ends = [stale, link, link].map(each => store.saveRevision(save(each)))
      const dropped = store.endLink(stale, { state: 'dropped', reason: 'NO_BODY' }, at(1000))
      expect((await Promise.all(ends)).filter(end => end !== 'fenced')).toHaveLength(1)
      expect(await dropped).toBe(false)
      expect(await store.eventsAfter(0, 10)).toHaveLength(1)
    })

    test('a change told against a revision that is not the last any more writes nothing', async () => {
      const { articleId } = await saved(save(await claimLink()))
      const second = await takeLink(300_000)
      await saved(save(second, { draft: draft('Second'), change: 'update', articleId, basedOn: 1, recheckAt: at(1) }))
      const third = await takeLink(300_001)
      const stale = save(third, { draft: draft('Third'), change: 'update', articleId, basedOn: 1 })
      expect(await store.saveRevision(stale)).toBe('raced')
      expect(await store.revisions(articleId)).toHaveLength(2)
      expect((await saved({ ...stale, basedOn: 2 })).number).toBe(3)
    })

    test('an unchanged text writes no revision and no event', async () => {
      const { articleId } = await saved(save(await claimLink()))
      await saved(save(await takeLink(300_000), { change: 'none', articleId, now: at(300_001) }))
      expect(await store.revisions(articleId)).toHaveLength(1)
      expect(await store.eventsAfter(0, 10)).toHaveLength(1)
    })

    test('an article is found by each of its names; a guid holds within its source', async () => {
      const aliases = [
        { scheme: 'guid', value: 'g1' },
        { scheme: 'canonical', value: 'herald.example/a' },
      ] as const
      const { articleId } = await saved(save(await claimLink(), { draft: draft('First', { aliases }) }))
      expect((await store.findArticle('courier', [aliases[1]]))?.article.id).toBe(articleId)
      expect((await store.findArticle('herald', [aliases[0]]))?.article.id).toBe(articleId)
      expect(await store.findArticle('courier', [aliases[0]])).toBeUndefined()
    })

    test('two links that would make the same article make one', async () => {
      const first = await claimLink('https://herald.example/a')
      await store.pollNow(at(1))
      await saved(save(first))
      const feed = await beginFeed(await claimFeed(2000))
      await store.finishFeed(feed!, { outcome: 'ok', dueAt: at(900_000) }, [found('http://herald.example/a')], at(2000))
      const twin = await takeLink(2000)
      expect(await store.saveRevision(save(twin))).toBe('raced')
    })

    test('a withdrawn article is final: no list, no search, no later revision', async () => {
      const link = await claimLink()
      const { articleId } = await saved(save(link))
      const again = await takeLink(300_000)
      expect(await store.withdrawArticle(articleId, 'legal', at(300_001))).toBe(true)
      expect(await store.withdrawArticle(articleId, 'legal', at(300_002))).toBe(false)
      await store.saveRevision(save(again, { draft: draft('Second'), change: 'update', articleId, now: at(300_003) }))
      expect(await store.revisions(articleId)).toHaveLength(1)
      expect((await store.listArticles({ limit: 10 })).articles).toEqual([])
      expect((await store.listArticles({ limit: 10, search: 'first' })).articles).toEqual([])
      expect((await store.listArticles({ limit: 10, includeCanceled: true })).articles).toMatchObject([
        { article: { status: 'canceled', statusReason: 'legal' } },
      ])
      expect((await store.eventsAfter(1, 10)).map(event => event.type)).toEqual(['article.killed'])
    })

    test('new terms are an event for every article of the source', async () => {
      const { articleId } = await saved(save(await claimLink()))
      await store.syncSources([{ ...herald, terms: { ...terms, republish: 'none' } }], at(5))
      expect((await store.eventsAfter(1, 10)).map(event => [event.type, event.articleId])).toEqual([
        ['article.rights_changed', articleId],
      ])
      expect((await store.article(articleId))?.terms.republish).toBe('none')
    })

    test('lists go by publication, newest first, page by page', async () => {
      const link = await claimLink('https://herald.example/0')
      await store.pollNow(at(1))
      await saved(save(link, { draft: draft('A', { aliases: [] }), now: at(1) }))
      const feed = await beginFeed(await claimFeed(2))
      await store.finishFeed(
        feed!,
        { outcome: 'ok', dueAt: at(900_000) },
        [found('https://herald.example/1'), found('https://herald.example/2')],
        at(2),
      )
      await saved(save(await takeLink(2), { draft: draft('B', { aliases: [] }), now: at(2) }))
      await saved(save(await takeLink(3), { draft: draft('C', { aliases: [] }), now: at(3) }))
      const first = await store.listArticles({ limit: 2 })
      const second = await store.listArticles({ limit: 2, cursor: first.next as string })
      const titles = [...first.articles, ...second.articles].map(record => record.revision.fields.headline)
      expect(titles.toSorted()).toEqual(['A', 'B', 'C'])
      expect(second.next).toBeUndefined()
    })

    test('sections are counted', async () => {
      await saved(save(await claimLink()))
      expect(await store.sections()).toEqual([{ section: 'Harbour', articles: 1 }])
    })

    test('most popular is by views of the last week', async () => {
      const { articleId } = await saved(save(await claimLink()))
      expect(await store.mostPopular(5, at(0))).toEqual([])
      await store.countView(articleId, at(0))
      expect((await store.mostPopular(5, at(0))).map(record => record.article.id)).toEqual([articleId])
      expect(await store.mostPopular(5, at(8 * 86_400_000))).toEqual([])
    })

    test('near-equal fingerprints are found', async () => {
      const { articleId } = await saved(
        save(await claimLink(), { draft: draft('First', { fingerprint: '00ff00ff00ff00ff' }) }),
      )
      expect(await store.similarArticles('00ff00ff00ff00fe')).toEqual([
        { articleId, storyId: articleId, fingerprint: '00ff00ff00ff00ff' },
      ])
      expect(await store.similarArticles('ff00ff00ff00ff00')).toEqual([])
    })

    test.each([
      ['Café', 'cafe'],
      ['港口议会通过预算', '预算'],
      ['Storm hits "old" harbour', '"old harbour'],
      ['Storm AND harbour', 'AND'],
    ])('search finds %s by %s', async (headline, typed) => {
      await saved(save(await claimLink(), { draft: draft(headline) }))
      expect((await store.listArticles({ limit: 10, search: typed })).articles).toHaveLength(1)
    })

    test('search finds the entries of a live blog', async () => {
      const { fields } = draft('Flood')
      const entries = [{ headline: 'Gauge', html: '<p>Four metres.</p>', text: 'Four metres.' }]
      const live = draft('Flood', { fields: { ...fields, body: { ...fields.body, entries } } })
      await saved(save(await claimLink(), { draft: live }))
      expect((await store.listArticles({ limit: 10, search: 'gauge metres' })).articles).toHaveLength(1)
    })

    test('a search without a word finds nothing, and is no error', async () => {
      await saved(save(await claimLink()))
      expect((await store.listArticles({ limit: 10, search: '"* OR' })).articles).toEqual([])
      expect((await store.listArticles({ limit: 10, search: '---' })).articles).toEqual([])
    })
  })

  describe('locks', () => {
    const alive = () => true
    test('one holder at a time', async () => {
      expect(await store.takeLock('desk', 'a', T0, 1000, alive)).toBe(true)
      expect(await store.takeLock('desk', 'b', T0, 1000, alive)).toBe(false)
      expect(await store.takeLock('desk', 'a', T0, 1000, alive)).toBe(true)
      await store.releaseLock('desk', 'a')
      expect(await store.takeLock('desk', 'b', T0, 1000, alive)).toBe(true)
    })
    test('a dead holder, or one whose time has run out, gives way', async () => {
      await store.takeLock('desk', 'a', T0, 1000, alive)
      expect(await store.takeLock('desk', 'b', T0 + 1001, 1000, alive)).toBe(true)
      expect(await store.takeLock('desk', 'c', T0 + 1002, 1000, () => false)).toBe(true)
    })
  })

  test('health counts feeds, links, articles and reasons by source', async () => {
    const link = await claimLink()
    await store.endLink(link, { state: 'dropped', reason: 'NO_BODY' }, at(1))
    expect(await store.sourceHealth()).toMatchObject([
      {
        sourceId: 'herald',
        links: { dropped: 1, due: 0 },
        articles: 0,
        reasons: { NO_BODY: 1 },
        feeds: [{ kind: 'feed' }],
      },
    ])
  })
}
