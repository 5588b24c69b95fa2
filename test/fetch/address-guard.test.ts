import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WiredeskError } from '../../src/errors.ts'
import { createAddressGuard, isPublicAddress } from '../../src/fetch/address-guard.ts'

const guard = createAddressGuard()
const opened = createAddressGuard({ allowPrivate: ['127.0.0.0/8', 'fd00::/8'] })

describe('addresses', () => {
  test.each([
    '93.184.215.14',
    '9.255.255.255',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.88.98.255',
    '223.255.255.255',
    '2606:4700:4700::1111',
    '2001:200::1',
    '2620:fe::fe',
  ])('%s is public', address => expect(isPublicAddress(address)).toBe(true))

  test.each([
    ['this network', '0.0.0.1'],
    ['private use', '10.1.2.3'],
    ['carrier NAT', '100.64.0.1'],
    ['loopback', '127.0.0.1'],
    ['link-local, where clouds keep their metadata', '169.254.169.254'],
    ['documentation', '192.0.2.1'],
    ['benchmarks', '198.18.0.1'],
    ['multicast', '224.0.0.1'],
    ['reserved', '255.255.255.255'],
    ['a cloud speaking to its own guests', '168.63.129.16'],
    ['loopback of IPv6', '::1'],
    ['unspecified', '::'],
    ['mapped IPv4', '::ffff:93.184.215.14'],
    ['compatible IPv4', '::7f00:1'],
    ['NAT64', '64:ff9b::a00:1'],
    ['6to4', '2002:7f00:1::'],
    ['Teredo', '2001::1'],
    ['unique local', 'fd00::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['outside global unicast', '4000::1'],
    ['documentation of IPv6', '2001:db8::1'],
    ['not an address', 'localhost'],
  ])('%s is not public: %s', (_what, address) => expect(isPublicAddress(address)).toBe(false))
})

describe('URLs', () => {
  test.each([
    ['file:///etc/passwd', 'URL_REFUSED'],
    ['ftp://herald.example/', 'URL_REFUSED'],
    ['https://user:secret@herald.example/', 'URL_REFUSED'],
    ['http://herald.example:22/', 'URL_REFUSED'],
    ['http://herald.example:8000/', 'URL_REFUSED'],
    ['http://localhost/', 'URL_REFUSED'],
    ['http://localhost./', 'URL_REFUSED'],
    ['http://printer/', 'URL_REFUSED'],
    ['http://db.internal/', 'URL_REFUSED'],
    [`http://herald.example/${'a'.repeat(8200)}`, 'URL_REFUSED'],
    [`http://${'a'.repeat(64)}.example/`, 'URL_REFUSED'],
    ['not a url', 'URL_REFUSED'],
    ['http://127.0.0.1/', 'ADDRESS_REFUSED'],
    ['http://2130706433/', 'ADDRESS_REFUSED'],
    ['http://0x7f.1/', 'ADDRESS_REFUSED'],
    ['http://0177.0.0.1/', 'ADDRESS_REFUSED'],
    ['http://[::1]/', 'ADDRESS_REFUSED'],
    ['http://[::ffff:10.0.0.1]/', 'ADDRESS_REFUSED'],
    ['http://①②⑦.0.0.1/', 'ADDRESS_REFUSED'],
  ])('%s is refused with %s', (url, code) => {
    expect(() => guard.checkUrl(url)).toThrow(expect.objectContaining({ code }))
  })

  test.each([
    'http://herald.example/news',
    'https://herald.example:8443/',
    'https://herald.example./rss',
    'http://9.9.9.9/',
  ])('%s may be asked for', url => expect(guard.checkUrl(url).href).toBe(url))

  test('the verdict on a URL is the verdict on what it parses to', () => {
    const verdict = (url: string) => {
      try {
        return guard.checkUrl(url).href
      } catch (error) {
        return (error as WiredeskError).code
      }
    }
    const host = fc.oneof(
      fc.domain(),
      fc.ipV4(),
      fc.ipV4Extended(),
      fc.ipV6().map(ip => `[${ip}]`),
      fc.string(),
    )
    const url = fc.tuple(fc.constantFrom('http', 'HTTPS', 'ftp'), host, fc.option(fc.nat(70_000)), fc.webPath())
    fc.assert(
      fc.property(url, ([scheme, name, port, path]) => {
        const text = `${scheme}://${name}${port === null ? '' : `:${port}`}${path}`
        expect(verdict(URL.parse(text)?.href ?? text)).toBe(verdict(text))
      }),
    )
  })
})

describe('what a name resolves to', () => {
  test.each([
    ['one private answer among public ones', ['93.184.215.14', '10.0.0.1']],
    ['no answer', []],
    ['something that is no address', ['herald.example']],
  ])('%s refuses the host', (_what, addresses) => {
    expect(() => guard.checkTarget('herald.example', 80, addresses)).toThrow(
      expect.objectContaining({ code: 'ADDRESS_REFUSED' }),
    )
  })

  test('public answers let it pass', () => {
    expect(() => guard.checkTarget('herald.example', 443, ['93.184.215.14', '2606:4700::1'])).not.toThrow()
  })
})

describe('ranges the operator has opened', () => {
  test.each([
    ['localhost', 45_871, ['127.0.0.1']],
    ['herald.example', 45_871, ['127.0.0.1']],
    ['printer', 80, ['fd00::5']],
  ])('%s on port %i may be asked when it is in one', (hostname, port, addresses) => {
    expect(opened.checkUrl(`http://${hostname}:${port}/`).hostname).toBe(hostname)
    expect(() => opened.checkTarget(hostname, port, addresses)).not.toThrow()
  })

  test.each([
    ['an odd port of a public host stays closed', 'herald.example', 45_871, ['93.184.215.14'], 'URL_REFUSED'],
    ['a local name at a public address stays closed', 'printer', 80, ['93.184.215.14'], 'URL_REFUSED'],
    ['another private range stays closed', 'herald.example', 80, ['10.0.0.1'], 'ADDRESS_REFUSED'],
    ['a host half in it stays closed', 'herald.example', 80, ['127.0.0.1', '10.0.0.1'], 'ADDRESS_REFUSED'],
  ])('%s', (_rule, hostname, port, addresses, code) => {
    expect(() => opened.checkTarget(hostname, port, addresses)).toThrow(expect.objectContaining({ code }))
  })

  test('a port of another protocol stays closed', () => {
    expect(() => opened.checkUrl('http://127.0.0.1:25/')).toThrow(WiredeskError)
  })

  test('a range that is none is a mistake of the configuration', () => {
    expect(() => createAddressGuard({ allowPrivate: ['10.0.0.0/64'] })).toThrow(
      expect.objectContaining({ code: 'CONFIG_INVALID' }),
    )
  })
})
