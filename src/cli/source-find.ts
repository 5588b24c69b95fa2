import { basename } from 'node:path'
import type { Command } from 'commander'
import { fetchOnce, PRODUCT_TOKEN } from '../app.ts'
import { type Config, requireContact } from '../config.ts'
import { readTags } from '../discover/html-tags.ts'
import { discover, documentKind, documentOf } from '../discover/index.ts'
import { type Candidate, candidatesOf, type Offer, offerOf, ranked, siteName } from '../discover/offers.ts'
import { WiredeskError } from '../errors.ts'
import type { DocumentKind, FetchedPage } from '../model.ts'
import { type Reservations, reservationsOf } from '../policy/reservations.ts'
import { parseRobots } from '../policy/robots.ts'
import type { Store } from '../ports.ts'
import { decodeText } from '../values/charset.ts'
import { parseHttpUrl } from '../values/url.ts'
import { type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { toFault } from './faults.ts'
import { note, print, printJson, printJsonLines, printTable } from './print.ts'
import { writeSource } from './source-files.ts'

interface FindOptions extends DeskOptions {
  readonly add?: string | true
}

/** More places than a site has that are worth a request each; they are asked one after the other, with the host's delay between. */
const MAX_ASKED = 12

/** `wiredesk source find` */
export function addFind(source: Command): void {
  onDesk(source.command('find <homepage>'))
    .description('list what a site offers to take its news from, best first')
    .option('--add [numbers]', 'add the best, or those with these numbers, as a source')
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk source find https://herald.example\n  wiredesk source find https://herald.example --add 1,3',
    )
    .action(find)
}

/** One look at a site: every request of it with the desk's manners. */
interface Look {
  readonly config: Config
  readonly store: Store
  ask(url: string, kind?: DocumentKind): Promise<FetchedPage>
}

async function find(address: string, options: FindOptions): Promise<void> {
  const url = parseHttpUrl(/^https?:/i.test(address) ? address : `https://${address}`)?.href
  if (url === undefined) throw new WiredeskError('BAD_ARGUMENT', { detail: `${address} is not an http address` })
  await withStore(options, async (store, config) => {
    requireContact(config, [url])
    const look: Look = { config, store, ask: (each, kind = 'page') => fetchOnce(config, each, kind, { store }) }
    const page = await look.ask(url)
    const html = decodeText(page.bytes, { kind: 'html', ...contentTypeOf(page) }).text
    const robotsTxt = (await store.robots(new URL(page.url).origin))?.text ?? ''
    const offers = ranked(await offersOf(look, page, html, robotsTxt), Date.now())
    const rights = await rightsOf(look, page, html, robotsTxt)
    const name = siteName(html, page.url) ?? new URL(page.url).hostname
    if (options.add === undefined) show(options, { homepage: page.url, name }, offers, rights)
    else add(config, options, { homepage: page.url, name }, offers)
  })
}

async function offersOf(look: Look, page: FetchedPage, html: string, robotsTxt: string): Promise<Offer[]> {
  const candidates = candidatesOf(html, page.url, parseRobots(robotsTxt).sitemaps)
  const offers: Offer[] = []
  for (const candidate of candidates.slice(0, MAX_ASKED)) {
    const offer = await tried(look, candidate)
    // A custom address that answers nothing usable was a guess, and is no news to anybody.
    if (candidate.from !== 'custom' || offer.problem === undefined) offers.push(offer)
  }
  if (candidates.length > MAX_ASKED) note(`${candidates.length - MAX_ASKED} more places were not asked`)
  const itself: Candidate = { kind: 'section', url: page.url, from: 'custom' }
  return [...offers, rated(itself, page)]
}

async function tried(look: Look, candidate: Candidate): Promise<Offer> {
  try {
    const answer = await look.ask(candidate.url, documentKind(candidate.kind))
    const [newest] = candidate.kind === 'sitemap' ? discover('sitemap', documentOf(answer)).more : []
    // An index has no links of its own: what its newest child holds is what it offers.
    return newest === undefined
      ? rated(candidate, answer)
      : { ...rated(candidate, await look.ask(newest, 'sitemap')), url: candidate.url }
  } catch (error) {
    return { ...candidate, links: 0, text: 'links', problem: toFault(error).message.split(' ')[0] ?? 'INTERNAL' }
  }
}

function rated(candidate: Candidate, answer: FetchedPage): Offer {
  const document = documentOf(answer)
  try {
    return offerOf(candidate, discover(candidate.kind, document), document)
  } catch (error) {
    return { ...candidate, links: 0, text: 'links', problem: toFault(error).message.split(' ')[0] ?? 'INTERNAL' }
  }
}

async function rightsOf(look: Look, page: FetchedPage, html: string, robotsTxt: string): Promise<Reservations> {
  const tdmrep = await textAt(look, new URL('/.well-known/tdmrep.json', page.url).href)
  const meta = readTags(html, new Set(['meta'])).map(({ attributes }) => [
    attributes.get('name')?.toLowerCase() ?? '',
    attributes.get('content') ?? '',
  ])
  return reservationsOf({
    robotsTxt,
    agent: PRODUCT_TOKEN,
    pageUrl: page.url,
    headers: page.headers,
    meta: Object.fromEntries(meta),
    ...(tdmrep !== undefined && { tdmrep }),
  })
}

/** A file that few sites have: that it is not there is the usual answer. */
async function textAt(look: Look, url: string): Promise<string | undefined> {
  try {
    return decodeText((await look.ask(url, 'feed')).bytes, { kind: 'json' }).text
  } catch {
    return undefined
  }
}

const contentTypeOf = ({ headers }: FetchedPage): { contentType?: string } =>
  headers['content-type'] === undefined ? {} : { contentType: headers['content-type'] }

// ---- showing and adding --------------------------------------------------------------------------------------------

interface Site {
  readonly homepage: string
  readonly name: string
}

function show(options: FindOptions, site: Site, offers: readonly Offer[], rights: Reservations): void {
  if (options.json) return printJsonLines([...offers, { ...site, rights }])
  printTable(
    ['no', 'kind', 'links', 'newest', 'a day', 'text', 'address', 'problem'],
    offers.map((offer, at) => [
      at + 1,
      offer.kind,
      offer.links,
      offer.newest?.slice(0, 16),
      offer.perDay,
      offer.text,
      offer.url,
      offer.problem,
    ]),
  )
  print(`\n${site.name}: robots.txt ${rights.robots}${reserved(rights)}`)
}

function reserved({ contentSignals, tdmReserved, tdmPolicy }: Reservations): string {
  const tdm = tdmReserved === undefined ? [] : [`text and data mining ${tdmReserved ? 'reserved' : 'not reserved'}`]
  const said = [...contentSignals, ...tdm, ...(tdmPolicy === undefined ? [] : [`conditions: ${tdmPolicy}`])]
  return said.map(each => `; ${each}`).join('')
}

function add(config: Config, options: FindOptions, { homepage, name }: Site, offers: readonly Offer[]): void {
  const numbers = typeof options.add === 'string' ? options.add.split(',').map(Number) : [1]
  const chosen = numbers.map(number => offers[number - 1])
  const usable = chosen.filter(offer => offer !== undefined && offer.problem === undefined && offer.links > 0)
  if (usable.length < chosen.length || usable.length === 0)
    throw new WiredeskError('BAD_ARGUMENT', {
      detail: `--add ${options.add}: there is nothing usable under that number`,
    })
  const feeds = usable.filter(offer => offer !== undefined).map(({ kind, url }) => ({ kind, url }))
  const file = writeSource(config.desk, { name, homepage, feeds })
  const line = { id: basename(file, '.yaml'), name, file, feeds }
  if (options.json) printJson(line)
  else print(`${name} is in ${file}. Next: wiredesk crawl --once`)
}
