import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { articleRecord } from '../record.ts'
import { HUB, hubWith } from './hub.ts'

let hub: Awaited<ReturnType<typeof hubWith>>
const get = (url: string) => hub.server.inject(url)

beforeAll(async () => {
  hub = await hubWith([
    articleRecord(),
    articleRecord({ status: 'canceled', fields: { headline: 'Withdrawn words' } }),
    articleRecord({ fields: { headline: '<img src=x onerror=alert(1)>', section: '"><script>' } }),
  ])
})
afterAll(() => hub.server.close())

describe('the hub', () => {
  test('a withdrawn article answers 410 and shows nothing of it', async () => {
    const { statusCode, body } = await get(`/article/${hub.ids[1]}`)
    expect([statusCode, body.includes('was withdrawn'), body.includes('Withdrawn words')]).toEqual([410, true, false])
  })

  test.each(['/', '/search?q=words', '/feeds/rss.xml', '/feeds/feed.json'])('%s does not name it', async path => {
    expect((await get(path)).body).not.toContain('Withdrawn words')
  })

  test('every page is noindex, in its head and in its headers', async () => {
    const { headers, body } = await get(`/article/${hub.ids[0]}`)
    expect([headers['x-robots-tag'], body.includes('<meta name="robots" content="noindex">')]).toEqual([
      'noindex',
      true,
    ])
  })

  test('the page names the publisher’s own as the canonical one', async () => {
    expect((await get(`/article/${hub.ids[0]}`)).body).toContain(
      '<link rel="canonical" href="https://herald.example/2026/harbour">',
    )
  })

  test('markup in a publisher’s words stays words', async () => {
    const { body } = await get(`/article/${hub.ids[2]}`)
    expect(body).not.toMatch(/<img src=x|"><script>/)
    expect(body).toContain('&lt;img src=x onerror=alert(1)&gt;')
  })

  test('the feed of a section leads to its page, and goes by one address whatever is added to that', async () => {
    const { body } = await get('/section/harbour/feeds/atom.xml?from=reader')
    expect(body).toContain('<id>http://hub.example/section/harbour/feeds/atom.xml</id>')
    const home = /<link rel="alternate" type="text\/html" href="http:\/\/hub.example([^"]*)"/.exec(body)?.[1] ?? ''
    expect((await get(home)).statusCode).toBe(200)
  })

  test('tables and code can be reached by keyboard, and words about them stay words', async () => {
    const body = {
      html: '<figure><img src="https://a.example/1.jpg" alt="<pre>"></figure><pre>code</pre>',
      text: 'code',
      wordCount: 1,
    }
    const other = await hubWith([articleRecord({ fields: { body } })])
    const page = await other.server.inject(`/article/${other.ids[0]}`)
    expect(page.body).toContain('alt="<pre>"></figure><pre tabindex="0">code</pre>')
    await other.server.close()
  })

  test('no page may run script or be framed', async () => {
    const policy = (await get('/')).headers['content-security-policy']
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toContain('script-src')
  })

  test('every text runs in its own direction, whatever that of the hub is', async () => {
    const texts = [
      { headline: 'خبر', language: 'ar' },
      { headline: 'News', language: 'en' },
    ]
    const records = texts.map(fields => articleRecord({ fields }))
    const arabic = await hubWith(records, { ...HUB, language: 'ar' })
    await arabic.server.inject(`/article/${arabic.ids[1]}`)
    const { body } = await arabic.server.inject('/')
    expect(body).toContain('<html lang="ar" dir="rtl">')
    expect(body).toMatch(/<h2><a href="[^"]*">خبر/)
    expect(body).toMatch(/<h2 lang="en" dir="ltr"><a href="[^"]*">News/)
    expect(body).toMatch(/<li><a href="[^"]*" lang="en" dir="ltr">News/)
    await arabic.server.close()
  })

  test('an address that holds nothing is 404', async () => {
    const codes = ['/article/01J0NOTHERE', '/section/nowhere', '/wp-login.php'].map(
      async path => (await get(path)).statusCode,
    )
    expect(await Promise.all(codes)).toEqual([404, 404, 404])
  })

  test('what is read is most popular', async () => {
    const fresh = await hubWith([articleRecord()])
    expect((await fresh.server.inject('/')).body).not.toContain('Most popular')
    await fresh.server.inject(`/article/${fresh.ids[0]}`)
    expect((await fresh.server.inject('/')).body).toContain('Most popular')
    await fresh.server.close()
  })

  test('the advertising slot is off unless it is switched on', async () => {
    expect((await get('/')).body).not.toContain('class="advertising"')
    const other = await hubWith([articleRecord()], { ...HUB, advertising: true })
    expect((await other.server.inject('/')).body).toContain('class="advertising"')
    await other.server.close()
  })

  test('/healthz and /readyz answer', async () => {
    expect([(await get('/healthz')).statusCode, (await get('/readyz')).statusCode]).toEqual([200, 200])
  })
})
