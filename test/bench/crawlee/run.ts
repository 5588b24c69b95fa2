/** Crawlee's CheerioCrawler on the same addresses: it parses, and pushes one title a page into its storage on disk. */

/** What is used of it; the package is not a dependency of ours, `npm install` in this folder brings it. */
interface Crawlee {
  readonly CheerioCrawler: new (
    options: object,
    config: object,
  ) => { run(requests: readonly string[]): Promise<unknown> }
  readonly ProxyConfiguration: new (options: object) => object
  readonly Configuration: new (options: object) => object
}

interface Page {
  readonly $: (selector: string) => { text(): string; readonly length: number }
  pushData(row: object): Promise<void>
}

const PACKAGE = '@crawlee/cheerio'

/** Undefined when it is not installed. */
export async function findCrawlee(): Promise<Crawlee | undefined> {
  return (import(PACKAGE) as Promise<Crawlee>).catch(() => undefined)
}

/** Crawls all addresses once. */
export async function crawleeRun(
  urls: readonly string[],
  proxy: string,
  concurrency: number,
  folder: string,
): Promise<void> {
  const crawlee = await findCrawlee()
  if (!crawlee) throw new Error(`${PACKAGE} is not installed`)
  process.env['CRAWLEE_STORAGE_DIR'] = folder
  process.env['CRAWLEE_LOG_LEVEL'] = 'ERROR'
  const proxyConfiguration = new crawlee.ProxyConfiguration({ proxyUrls: [proxy] })
  const options = {
    proxyConfiguration,
    minConcurrency: concurrency,
    maxConcurrency: concurrency,
    useSessionPool: false,
    requestHandler: ({ $, pushData }: Page) => pushData({ title: $('h1').text(), paragraphs: $('p').length }),
  }
  await new crawlee.CheerioCrawler(options, new crawlee.Configuration({ persistStorage: true })).run(urls)
}
