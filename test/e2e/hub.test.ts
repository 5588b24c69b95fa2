/** The hub in Chromium: with script switched off, on a wide and on a narrow screen, and as axe-core judges it. */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HUB, hubWith } from '../http/hub.ts'
import { articleRecord } from '../record.ts'
import { hasChromium, launch } from './chromium.ts'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SCREENS = [
  ['wide', 1280, 900],
  ['narrow', 360, 740],
] as const

describe.skipIf(!hasChromium)('the hub in a browser', () => {
  let browser: Browser
  let hub: Awaited<ReturnType<typeof hubWith>>
  let base: string
  let article: string

  beforeAll(async () => {
    browser = await launch()
    hub = await hubWith([
      articleRecord(),
      articleRecord({
        id: '01J00000000000000000000002',
        fields: { headline: 'المجلس يصوت', language: 'ar', section: 'Town' },
      }),
      articleRecord({
        fields: {
          headline: `Wide ${'things'.repeat(20)}`,
          section: `Wide ${'section'.repeat(12)}`,
          byline: ['name'.repeat(40)],
          body: WIDE,
        },
      }),
    ])
    base = await hub.server.listen({ port: 0, host: '127.0.0.1' })
    article = `${base}/article/${hub.ids[0]}`
  })
  afterAll(async () => {
    await browser?.close()
    await hub?.server.close()
  })

  /** A page without script and without anything from outside: pictures of made-up hosts do not load. */
  async function open(url: string, width = 1280, height = 900): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width, height } })
    const page = await context.newPage()
    await page.route(/\.example\//, route => route.abort())
    await page.goto(url)
    return page
  }

  test('an article reads in this order: date, breadcrumb, headline, standfirst, byline, text, bio, notice, credit, Source link, about', async () => {
    const page = await open(article)
    const text = await page.locator('main').innerText()
    const parts = [
      'March 1, 2026',
      'Home',
      'Harbour council votes on dredging',
      'After three hours of talk',
      'By Ada Example, Ben Sample',
      'The harbour council met',
      'Ada Example has covered',
      '© 2026 Herald Media. All rights reserved.',
      'Originally published by The Herald',
      'Source link',
      'About Harbour News',
      'Most popular',
    ]
    const places = parts.map(part => text.indexOf(part))
    expect(places).not.toContain(-1)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    const link = page.getByRole('link', { name: 'Source link', exact: true })
    expect(await link.getAttribute('href')).toBe('https://herald.example/2026/harbour')
    await page.context().close()
  })

  test('a reader without script goes from the front page to an article, to its section, and finds it by search', async () => {
    const page = await open(`${base}/`)
    await page.getByRole('link', { name: 'Harbour council votes on dredging' }).first().click()
    expect(await page.locator('h1').innerText()).toBe('Harbour council votes on dredging')
    await page.locator('.breadcrumb').getByRole('link', { name: 'Harbour' }).click()
    expect(await page.locator('h1').innerText()).toBe('Harbour')
    await page.getByRole('searchbox').fill('dredging')
    await page.getByRole('button', { name: 'Search' }).click()
    expect(await page.locator('.list li').count()).toBe(1)
    await page.context().close()
  })

  test.each(SCREENS)('nothing runs over the edge of a %s screen', async (_, width, height) => {
    for (const path of ['/', ...hub.ids.map(id => `/article/${id}`), '/search?q=harbour', '/about']) {
      const context = await browser.newContext({ viewport: { width, height } })
      const page = await context.newPage()
      await page.route(/\.example\//, route => route.abort())
      await page.goto(base + path)
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await context.close()
    }
  })

  test('nor over that of a hub in Arabic', async () => {
    const arabic = await hubWith([articleRecord()], { ...HUB, language: 'ar' })
    const page = await (await browser.newContext({ viewport: { width: 360, height: 740 } })).newPage()
    await page.goto(await arabic.server.listen({ port: 0, host: '127.0.0.1' }))
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360)
    await page.context().close()
    await arabic.server.close()
  })

  test.each(['light', 'dark'] as const)('axe-core finds no serious fault, %s', async colorScheme => {
    for (const path of [
      '/',
      `/article/${hub.ids[0]}`,
      `/article/${hub.ids[1]}`,
      `/article/${hub.ids[2]}`,
      '/section/harbour',
      '/search?q=x',
      '/nothing',
    ]) {
      const context = await browser.newContext({ colorScheme, bypassCSP: true })
      const page = await context.newPage()
      await page.route(/\.example\//, route => route.abort())
      await page.goto(base + path)
      await page.addScriptTag({ content: axe })
      const faults = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: { run(): Promise<Findings> } }).axe.run()
        return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id }) => id)
      })
      expect([path, faults]).toEqual([path, []])
      await context.close()
    }
  })
})

const WIDE = {
  html: `<p>Depths.</p><table><caption>Depths by berth</caption><tr>${'<td>four metres</td>'.repeat(30)}</tr></table>
<pre>${'dredge --depth '.repeat(30)}</pre><p>${'long'.repeat(60)}</p>`,
  text: 'Depths.',
  wordCount: 1,
}

interface Findings {
  readonly violations: readonly { readonly id: string; readonly impact: string }[]
}
