import { type ErrorCode, WiredeskError } from '../errors.ts'

/** Codes of undici, Node and OpenSSL in the words of our table; a code that is not here is read by its prefix. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  UND_ERR_CONNECT_TIMEOUT: 'CONNECT_FAILED',
  UND_ERR_HEADERS_TIMEOUT: 'FETCH_TIMEOUT',
  UND_ERR_BODY_TIMEOUT: 'FETCH_TIMEOUT',
  UND_ERR_HEADERS_OVERFLOW: 'HEADERS_TOO_LARGE',
  UND_ERR_RES_EXCEEDED_MAX_SIZE: 'BODY_TOO_LARGE',
  // The message is complete and its headers contradict it; a body cut short ends as a closed socket.
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'PROTOCOL_ERROR',
  UND_ERR_PRX_CONN: 'CONNECT_FAILED',
  // The proxy does not open a tunnel; an abort of our own carries its own reason.
  UND_ERR_ABORTED: 'CONNECT_FAILED',
  UND_ERR_PRX_TLS: 'TLS_FAILED',
  ENOTFOUND: 'DNS_FAILED',
  EAI_AGAIN: 'DNS_FAILED',
  ECONNREFUSED: 'CONNECT_FAILED',
  EHOSTUNREACH: 'CONNECT_FAILED',
  ENETUNREACH: 'CONNECT_FAILED',
  EADDRNOTAVAIL: 'CONNECT_FAILED',
  ETIMEDOUT: 'CONNECT_FAILED',
  ECONNRESET: 'FETCH_RESET',
  EPIPE: 'FETCH_RESET',
  EPROTO: 'TLS_FAILED',
  // llhttp met the end of the connection inside a message
  HPE_INVALID_EOF_STATE: 'BODY_TRUNCATED',
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  // undici's parser errors have a code of their own only at times
  HTTPParserError: 'PROTOCOL_ERROR',
  // undici asserts what a server should not do, such as 101 to a request that asked for no upgrade
  ERR_ASSERTION: 'PROTOCOL_ERROR',
}

// Names that OpenSSL gives to certificates it does not accept, beside the ERR_TLS_ and ERR_SSL_ of Node.
const TLS_CODE =
  /^(?:ERR_TLS|ERR_SSL|CERT|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_|INVALID_CA|PATH_LENGTH|ERROR_IN_CERT|CRL_)/

/**
 * Whatever a request ended with, as an error of the table.
 * @param begun whether the answer's headers had come: a connection closed after them cut the body short
 */
export function asFetchError(thrown: unknown, url: string, begun: boolean): WiredeskError {
  if (thrown instanceof WiredeskError) return withUrl(thrown, url)
  const name = nameOf(thrown)
  const detail = thrown instanceof Error ? `${name}: ${thrown.message}`.slice(0, 300) : String(thrown)
  return new WiredeskError(codeFor(name, begun), { url, detail, cause: thrown })
}

function codeFor(name: string, begun: boolean): ErrorCode {
  const known = Object.hasOwn(CODES, name) ? CODES[name] : undefined
  if (known) return known
  if (name === 'UND_ERR_SOCKET') return begun ? 'BODY_TRUNCATED' : 'FETCH_RESET'
  if (name.startsWith('HPE_')) return 'PROTOCOL_ERROR'
  if (TLS_CODE.test(name)) return 'TLS_FAILED'
  // The caller's signal: its deadline, or the program is closing.
  if (name === 'TimeoutError' || name === 'AbortError') return 'FETCH_TIMEOUT'
  return 'INTERNAL'
}

/** The code where there is one, else the error's name; a happy-eyeballs failure goes by its first address. */
function nameOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return ''
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code
  if (thrown instanceof AggregateError) return nameOf(thrown.errors[0])
  return thrown.name
}

function withUrl(error: WiredeskError, url: string): WiredeskError {
  if (error.url !== undefined) return error
  const { code, detail, cause } = error
  return new WiredeskError(code, { url, cause, ...(detail !== undefined && { detail }) })
}
