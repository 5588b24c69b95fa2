import { BlockList, isIP } from 'node:net'
import { WiredeskError } from '../errors.ts'

/** What the operator opens beyond the public web. */
export interface AddressRules {
  /** CIDR ranges or single addresses that may be asked although they are not public: `127.0.0.0/8`, `fd00::/8` */
  readonly allowPrivate?: readonly string[]
  /** ports beside 80, 443, 8080 and 8443 */
  readonly ports?: readonly number[]
}

/**
 * Decides which addresses may be asked. Pure: it resolves and connects nothing itself.
 * Every URL passes `checkUrl`, and every connection passes `checkTarget` with the addresses it is about to use.
 */
export interface AddressGuard {
  /**
   * The parsed URL, when nothing in its text forbids it.
   * @throws URL_REFUSED, or ADDRESS_REFUSED for an address written in numbers
   */
  checkUrl(url: string): URL
  /**
   * Checks what a host's name resolved to: all of it must be public, or all of it opened by the operator.
   * @param hostname as `URL.hostname` gives it
   * @throws ADDRESS_REFUSED, or URL_REFUSED for a port or name that only an opened range may have
   */
  checkTarget(hostname: string, port: number, addresses: readonly string[]): void
}

/** Longer addresses are refused; browsers and servers end well below. */
const MAX_URL = 8192

// RFC 1035, 2.3.4
const MAX_NAME = 253
const MAX_LABEL = 63

export function createAddressGuard({ allowPrivate = [], ports = [] }: AddressRules = {}): AddressGuard {
  const opened = readRanges(allowPrivate)
  const openPorts = new Set([...USUAL_PORTS, ...ports])
  const isOpened = (address: string) => allowPrivate.length > 0 && isIn(opened, address)

  /** What is wrong with a name or port, were the host a public one. */
  const objectionTo = (hostname: string, port: number): string | undefined => {
    if (!openPorts.has(port)) return `port ${port} is not one of ${[...openPorts].join(', ')}`
    return isIP(hostname) === 0 && isLocalName(hostname) ? `${hostname} is not a name of the public web` : undefined
  }

  const checkTarget: AddressGuard['checkTarget'] = (host, port, addresses) => {
    const hostname = bareHost(host)
    if (addresses.length > 0 && addresses.every(isOpened)) return
    const objection = objectionTo(hostname, port)
    if (objection) throw new WiredeskError('URL_REFUSED', { detail: objection })
    const closed = addresses.find(address => !isPublicAddress(address))
    if (addresses.length === 0 || closed !== undefined) {
      throw new WiredeskError('ADDRESS_REFUSED', { detail: `${hostname} is at ${closed ?? 'no address'}` })
    }
  }

  const checkUrl: AddressGuard['checkUrl'] = text => {
    const url = URL.parse(text)
    const refuse = (detail: string) => new WiredeskError('URL_REFUSED', { url: text.slice(0, 200), detail })
    if (!url) throw refuse('not a URL')
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refuse(`scheme ${url.protocol}`)
    if (url.href.length > MAX_URL) throw refuse(`longer than ${MAX_URL} characters`)
    if (url.username !== '' || url.password !== '') throw refuse('carries credentials')
    const port = portOf(url)
    if (BAD_PORTS.has(port)) throw refuse(`port ${port} belongs to another protocol`)
    const host = bareHost(url.hostname)
    if (host.length > MAX_NAME || host.split('.').some(label => label.length > MAX_LABEL)) throw refuse('name too long')
    if (isIP(host) !== 0) {
      checkTarget(host, port, [host])
    } else if (allowPrivate.length === 0) {
      // Where nothing is opened no answer of the resolver could lift the objection, so it is not asked.
      const objection = objectionTo(host, port)
      if (objection) throw refuse(objection)
    }
    return url
  }

  return { checkUrl, checkTarget }
}

/** The port a URL means. */
export function portOf(url: { readonly port: string; readonly protocol: string }): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
}

/** A host without the brackets of IPv6 and without the dot that ends a full name: `localhost.` is `localhost`. */
export function bareHost(hostname: string): string {
  if (hostname.startsWith('[')) return hostname.slice(1, -1)
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
}

// ---- addresses -----------------------------------------------------------------------------------------------------

/**
 * Whether an address belongs to the public internet.
 * From the IANA special-purpose address registries for IPv4 (RFC 6890) and IPv6. IPv6 is closed outside the global unicast range
 * 2000::/3, which also closes the forms that carry an IPv4 address within (mapped, compatible, translated, NAT64).
 */
export function isPublicAddress(address: string): boolean {
  if (isIP(address) === 4) return !isIn(CLOSED_4, address)
  return isIP(address) === 6 && isIn(GLOBAL_6, address) && !isIn(CLOSED_6, address)
}

// Two lists, never one: a rule for ::ffff:0:0/96 in a list that also sees IPv4 addresses matches every one of them.
const CLOSED_4 = readRanges([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // The address at which a large cloud answers its own guests: public by number, internal by meaning.
  '168.63.129.16',
])
const GLOBAL_6 = readRanges(['2000::/3'])
const CLOSED_6 = readRanges(['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20', '2620:4f:8000::/48'])

function readRanges(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) addRange(list, range)
  return list
}

function addRange(list: BlockList, range: string): void {
  const [address = '', prefix] = range.split('/')
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  try {
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  } catch (cause) {
    throw new WiredeskError('CONFIG_INVALID', { detail: `"${range}" is not an address range`, cause })
  }
}

function isIn(list: BlockList, address: string): boolean {
  // `fe80::1%eth0`: an address with a zone is a local one, and BlockList does not read it.
  if (address.includes('%')) return false
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

// ---- names and ports -----------------------------------------------------------------------------------------------

// RFC 6761, RFC 6762, RFC 7686, RFC 8375 and RFC 9476 reserve most of these; the rest are customs of private networks.
const LOCAL_SUFFIXES = [
  '.localhost',
  '.local',
  '.internal',
  '.lan',
  '.home.arpa',
  '.onion',
  '.i2p',
  '.test',
  '.invalid',
  '.corp',
  '.localdomain',
]

function isLocalName(hostname: string): boolean {
  return !hostname.includes('.') || LOCAL_SUFFIXES.some(suffix => hostname.endsWith(suffix))
}

const USUAL_PORTS = [80, 443, 8080, 8443] as const

// Fetch Standard, "bad port": a request to these can be made to look like a message of another protocol.
const BAD_PORTS: ReadonlySet<number> = new Set([
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103, 104, 109, 110,
  111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532,
  540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061,
  6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
])
