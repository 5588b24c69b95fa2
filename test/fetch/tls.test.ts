import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createHttpFetcher } from '../../src/fetch/http-fetcher.ts'
import { makeCertificate } from '../conformance/certificates.ts'
import { serveHttp } from './raw-server.ts'

const authority = makeCertificate({ name: 'Test authority', isAuthority: true })
const trusted = getCACertificates('default')
beforeAll(() => setDefaultCACertificates([...trusted, authority.cert]))
afterAll(() => setDefaultCACertificates(trusted))

const closing: (() => unknown)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map(close => close()))
})

/** A page over TLS; gives the port. */
async function serveTls(name: string): Promise<number> {
  const { cert, key } = makeCertificate({ name, issuer: authority })
  const server = createHttpsServer({ cert, key }, (request, response) =>
    response.end(`over TLS to ${request.headers.host}`),
  )
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => server.close())
  return (server.address() as AddressInfo).port
}

function fetcherTo(port: number, proxy?: string) {
  const fetcher = createHttpFetcher({
    userAgent: 'ExampleBot/1.0',
    allowPrivate: ['127.0.0.0/8'],
    hosts: { 'herald.example': `127.0.0.1:${port}` },
    ...(proxy !== undefined && { proxy }),
  })
  closing.push(() => fetcher.close())
  return fetcher
}

describe('https', () => {
  test('checks the certificate against the name, not the address it is dialled at', async () => {
    const fetcher = fetcherTo(await serveTls('herald.example'))
    const page = await fetcher.fetch({ url: 'https://herald.example/', kind: 'page' })
    expect(Buffer.from(page.bytes).toString()).toBe('over TLS to herald.example')
  })

  test('refuses a certificate for another name', async () => {
    const fetcher = fetcherTo(await serveTls('elsewhere.example'))
    const asked = fetcher.fetch({ url: 'https://herald.example/', kind: 'page' })
    await expect(asked).rejects.toMatchObject({ code: 'TLS_FAILED' })
  })

  test('a host that closes the handshake has failed it', async () => {
    const server = await serveHttp((_request, response) => response.end())
    closing.push(() => server.close())
    const asked = fetcherTo(server.port).fetch({ url: 'https://herald.example/', kind: 'page' })
    await expect(asked).rejects.toMatchObject({ code: 'TLS_FAILED' })
  })

  test('goes through the tunnel of a proxy', async () => {
    const port = await serveTls('herald.example')
    const lines: string[] = []
    const proxy = await serveHttp(
      () => {},
      (request, socket) => {
        lines.push(`${request.method} ${request.url}`)
        const onward = connect(port, '127.0.0.1', () => {
          socket.write('HTTP/1.1 200 OK\r\n\r\n')
          onward.pipe(socket).pipe(onward)
        })
        closing.push(() => onward.destroy())
      },
    )
    closing.push(() => proxy.close())
    const fetcher = fetcherTo(0, `http://127.0.0.1:${proxy.port}`)
    const page = await fetcher.fetch({ url: 'https://herald.example/', kind: 'page' })
    expect(Buffer.from(page.bytes).toString()).toBe('over TLS to herald.example')
    expect(lines).toEqual(['CONNECT herald.example:443'])
  })
})
