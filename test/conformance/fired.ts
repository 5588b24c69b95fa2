/**
 * Whether any cleaned HTML runs a script in Chromium:
 *
 *   node test/conformance/fired.ts FILE [CHROMIUM]
 *
 * FILE has one `{id, html}` a line, as `conformance -- xss` writes them. Each is loaded as the body of a page and put in by
 * innerHTML; everything in it is clicked, focused and hovered over. Nothing leaves the machine: every request is answered here.
 */

import { type BrowserContext, chromium } from 'playwright-core'
import { readCases } from './suite.ts'

interface Cleaned {
  readonly id: string
  readonly html: string
}

const ORIGIN = 'http://page.example/'

/** A page that navigates or hangs is given up after this long; nothing that is clean does either. */
const PATIENCE_MS = 5000

// What runs in the page is text here, since the program's own types know no page.

const WATCH = `for (const name of ['alert', 'confirm', 'prompt', 'print', 'open']) window[name] = () => window.scriptRan(name)`

/** Following a link is what it is for: only what its address would run here is looked for. */
const TOUCH_ALL = `(async () => {
  for (const element of document.body.querySelectorAll('*')) {
    element.focus?.()
    for (const type of ['mouseover', 'mouseenter', 'mousemove', 'mousedown', 'mouseup', 'pointerdown'])
      element.dispatchEvent(new MouseEvent(type, { bubbles: true }))
    const link = element.closest('a')
    if (link && /^(?:https?|mailto):/.test(link.href)) link.addEventListener('click', event => event.preventDefault())
    element.click?.()
  }
  await new Promise(done => setTimeout(done, 5))
})()`

const [file, executablePath = '/usr/bin/chromium'] = process.argv.slice(2)
if (file === undefined) {
  console.error('usage: fired.ts FILE [CHROMIUM]')
  process.exit(2)
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
const context = await browser.newContext()
context.setDefaultTimeout(PATIENCE_MS)
const cases = readCases<Cleaned>(file)
const fired: { readonly id: string; readonly how: string; readonly by: string }[] = []
const watch = await watchedPage(context)
for (const { id, html } of cases) {
  for (const how of ['document', 'innerHTML'] as const) {
    const by = await watch.run(how, html)
    if (by !== undefined) fired.push({ id, how, by })
  }
}
await browser.close()
for (const each of fired) console.log(JSON.stringify(each))
console.log(JSON.stringify({ cases: cases.length, fired: new Set(fired.map(({ id }) => id)).size }))

// ---- one page, watched ---------------------------------------------------------------------------------------------

async function watchedPage(where: BrowserContext) {
  let body = ''
  let by: string | undefined
  const page = await where.newPage()
  await page.route('**/*', route => {
    if (route.request().resourceType() === 'script') by ??= `asked for ${route.request().url()}`
    return route.request().url() === ORIGIN
      ? route.fulfill({ contentType: 'text/html; charset=utf-8', body })
      : route.abort()
  })
  page.on('dialog', dialog => {
    by ??= `dialog: ${dialog.message()}`
    return dialog.dismiss()
  })
  await page.exposeFunction('scriptRan', (what: string) => {
    by ??= what
  })
  await page.addInitScript({ content: WATCH })
  const inspector = await where.newCDPSession(page)
  // Scripts of this program have no address; a script of the page has the page's.
  inspector.on('Debugger.scriptParsed', ({ url }) => {
    if (url.startsWith(ORIGIN) || url.startsWith('data:') || url.startsWith('javascript:')) by ??= `script of ${url}`
  })
  await inspector.send('Debugger.enable')
  return {
    async run(how: 'document' | 'innerHTML', html: string): Promise<string | undefined> {
      body = `<!doctype html><html><head></head><body>${how === 'document' ? html : ''}</body></html>`
      by = undefined
      try {
        await page.goto(ORIGIN, { waitUntil: 'load' })
        if (how === 'innerHTML') await page.evaluate(`document.body.innerHTML = ${JSON.stringify(html)}; undefined`)
        await page.evaluate(TOUCH_ALL)
      } catch (error) {
        by ??= `the page was lost: ${String(error).split('\n')[0]}`
      }
      return by
    },
  }
}
