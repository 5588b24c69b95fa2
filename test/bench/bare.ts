import { gunzipSync } from 'node:zlib'
import { load } from 'cheerio/slim'
import PQueue from 'p-queue'
import { ProxyAgent, request } from 'undici'

/** What any crawler must do at least: ask, unpack, parse, look at something. It stores nothing and has no manners. */
export async function bareLoop(urls: readonly string[], proxy: string, concurrency: number): Promise<void> {
  const dispatcher = new ProxyAgent({ uri: proxy, proxyTunnel: false })
  const queue = new PQueue({ concurrency })
  let paragraphs = 0
  for (const url of urls) {
    void queue.add(async () => {
      const { body } = await request(url, { dispatcher, headers: { 'accept-encoding': 'gzip' } })
      const bytes = gunzipSync(Buffer.from(await body.arrayBuffer()))
      paragraphs += load(bytes.toString('utf8'))('p').length
    })
  }
  await queue.onIdle()
  await dispatcher.close()
  if (paragraphs === 0) throw new Error('the bare loop has read no page')
}
