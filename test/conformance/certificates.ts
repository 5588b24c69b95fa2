import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate with its key, made for one run. */
export interface Certificate {
  readonly name: string
  /** PEM */
  readonly cert: string
  /** PEM */
  readonly key: string
  readonly privateKey: KeyObject
}

export interface CertificateWish {
  /** the name it is for */
  readonly name: string
  /** absent: signed by itself */
  readonly issuer?: Certificate
  readonly isAuthority?: boolean
  readonly from?: Date
  readonly to?: Date
  /** bytes of a comment, to make it long */
  readonly padding?: number
}

const DAY_MS = 86_400_000

/** An X.509 v3 certificate (RFC 5280) over an ECDSA P-256 key. Node reads certificates but has no call that makes one. */
export function makeCertificate(wish: CertificateWish): Certificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const from = wish.from ?? new Date(Date.now() - DAY_MS)
  const to = wish.to ?? new Date(Date.now() + DAY_MS)
  const algorithm = der(0x30, oid('1.2.840.10045.4.3.2'))
  const body = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    nameOf(wish.issuer?.name ?? wish.name),
    der(0x30, timeOf(from), timeOf(to)),
    nameOf(wish.name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, ...extensionsOf(wish))),
  )
  const signature = sign('sha256', body, wish.issuer?.privateKey ?? privateKey)
  const whole = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature))
  return {
    name: wish.name,
    cert: pem(whole),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    privateKey,
  }
}

function extensionsOf({ name, isAuthority = false, padding = 0 }: CertificateWish): readonly Buffer[] {
  const basic = extension('2.5.29.19', der(0x30, ...(isAuthority ? [der(0x01, Buffer.from([0xff]))] : [])))
  const names = extension('2.5.29.17', der(0x30, der(0x82, Buffer.from(name))))
  const comment = extension('2.16.840.1.113730.1.13', der(0x16, Buffer.alloc(padding, 'a')))
  return [basic, ...(isAuthority ? [] : [names]), ...(padding > 0 ? [comment] : [])]
}

function extension(id: string, value: Buffer): Buffer {
  return der(0x30, oid(id), der(0x04, value))
}

function nameOf(commonName: string): Buffer {
  return der(0x30, der(0x31, der(0x30, oid('2.5.4.3'), der(0x0c, Buffer.from(commonName)))))
}

/** UTCTime: `YYMMDDHHMMSSZ`. */
function timeOf(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14)
  return der(0x17, Buffer.from(`${digits}Z`))
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second, ...rest.flatMap(base128)]
  return der(0x06, Buffer.from(bytes))
}

function base128(value: number): readonly number[] {
  const digits = [value & 0x7f]
  for (let left = value >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
  return digits
}

/** One value in DER: tag, length, content (X.690). */
function der(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  const size = Buffer.alloc(4)
  size.writeUInt32BE(content.length)
  const digits = size.subarray(size.findIndex(byte => byte !== 0))
  const length = content.length < 128 ? Buffer.from([content.length]) : Buffer.from([0x80 | digits.length, ...digits])
  return Buffer.concat([Buffer.from([tag]), length, content])
}

function pem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}/g, '$&\n')
  return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`
}
