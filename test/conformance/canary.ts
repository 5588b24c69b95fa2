import { connect, createServer, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'

/** A listener on this machine that nobody is to reach. */
export interface Canary {
  readonly port: number
  connections(): number
  /** Whether a connection to the address would end on this machine. */
  isHome(address: string): boolean
  /** Goes there as a client would that has let the address pass. */
  call(address: string): void
  close(): void
}

/** Listens on every address of the machine. */
export async function watchCanary(): Promise<Canary> {
  let connections = 0
  const server = createServer(socket => {
    connections++
    socket.destroy()
  })
  await new Promise<void>(resolve => server.listen(0, resolve))
  const place = server.address()
  const port = typeof place === 'object' && place ? place.port : 0
  const own = new Set(Object.values(networkInterfaces()).flatMap(list => list?.map(({ address }) => address) ?? []))
  return {
    port,
    connections: () => connections,
    isHome: address => own.has(address) || /^(?:127\.|0\.0\.0\.0$|::1?$|::ffff:(?:127\.|7f))/i.test(address),
    call: address => {
      const host = isIPv6(address) && address === '::' ? '::1' : address
      connect({ host, port }).on('error', () => {})
    },
    close: () => server.close(),
  }
}
