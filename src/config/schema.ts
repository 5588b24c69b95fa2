/** Every key of `config/`, with its meaning, its default and its limits; editors get the same as JSON Schema. */

import { load } from 'cheerio/slim'
import { z } from 'zod'
import { partSelector } from '../extract/site-rule.ts'
import {
  type Consumer,
  DISCOVERY_KINDS,
  EVENT_TYPES,
  REPUBLISH,
  RULE_FIELDS,
  type SiteRule,
  type Source,
} from '../model.ts'

/** Selectors are tried on it: what is none throws. */
const EMPTY_PAGE = load('')

const url = z.url({ protocol: /^https?$/ })
const seconds = z.number().positive()
const keepDays = z.number().positive()
/** Secrets stand in no file of the configuration. */
const REFERENCE = /^(?:env:[A-Za-z_]\w*|file:.+)$/
const reference = z.string().regex(REFERENCE, 'env:NAME or file:PATH')

const hub = z.strictObject({
  name: z.string().min(1).default('News hub').describe('the name of the hub, on every page and feed'),
  about: z
    .string()
    .default('This hub republishes articles of other publishers, with their attribution and a link to the source.')
    .describe('the about box of every article'),
  baseUrl: url.default('http://127.0.0.1:8080').describe('the address under which readers reach the hub'),
  host: z.string().default('127.0.0.1').describe('the address to listen on'),
  port: z.int().min(0).max(65535).default(8080).describe('the port to listen on'),
  timeZone: z
    .string()
    .refine(isTimeZone, 'an IANA time zone such as Europe/Berlin')
    .default('UTC')
    .describe('the zone of the dates that readers see'),
  language: z.string().default('en').describe('the language of the hub itself'),
  advertising: z.boolean().default(false).describe('whether pages carry an empty slot for advertising'),
  pageSize: z.int().min(5).max(100).default(30).describe('articles on one page of a list'),
})

const fetch = z.strictObject({
  userAgent: z.string().min(1).optional().describe('default: Wiredesk/VERSION (+contact)'),
  proxy: url.optional().describe('HTTP proxy for every request; it must refuse private addresses itself'),
  allowPrivate: z
    .array(z.string().refine(isCidr, 'an address range such as 10.1.0.0/16'))
    .default([])
    .describe('private address ranges that may be fetched from'),
  hosts: z
    .record(z.string(), z.string().regex(/^[\d.]+:\d+$|^\[[\da-f:]+\]:\d+$/i, 'ADDRESS:PORT'))
    .default({})
    .describe('fixed addresses for host names, as in /etc/hosts'),
  ports: z
    .array(z.int().min(1).max(65535))
    .default([])
    .describe('ports that may be asked besides 80, 443, 8080 and 8443'),
  delayMs: z
    .int()
    .min(0)
    .default(1000)
    .describe('least time between two requests to one host, where a source says no other'),
  maxCrawlDelaySeconds: z.number().min(0).default(30).describe('the longest Crawl-delay of a robots.txt that is kept'),
  concurrency: z.int().min(1).max(256).default(64).describe('requests and extractions under way at once'),
  timeoutSeconds: z.number().min(1).max(120).default(30).describe('time limit of one request as a whole'),
})

const webSub = z.strictObject({
  callbackUrl: url
    .optional()
    .describe('the address under which WebSub hubs reach the hub of this desk; without it none is asked'),
})

const webhooks = z.strictObject({
  allowPrivate: z
    .array(z.string().refine(isCidr, 'an address range such as 10.1.0.0/16'))
    .default([])
    .describe("private address ranges that consumers' servers may be in"),
  ports: z
    .array(z.int().min(1).max(65535))
    .default([])
    .describe('ports that may be sent to besides 80, 443, 8080 and 8443'),
  proxy: url.optional().describe('HTTP proxy for what is sent to consumers'),
  timeoutSeconds: z.number().min(1).max(15).default(15).describe('how long a server may take to answer'),
})

const retry = z.strictObject({
  attempts: z.int().min(1).max(10).default(5).describe('tries before a link is quarantined'),
  baseSeconds: seconds.default(30).describe('the wait after the first failure'),
  factor: z.number().min(1).default(4).describe('by how much the wait grows'),
  maxHours: z.number().positive().default(6).describe('the longest wait'),
})

const extract = z.strictObject({
  threads: z.int().min(0).default(0).describe('extraction threads; 0: as many as there are cores'),
  timeLimitMs: z.int().min(100).max(10_000).default(3000).describe('time limit of one page'),
  memoryMb: z.int().min(64).max(4096).default(256).describe('heap of one thread'),
})

/** `config/wiredesk.yaml` */
export const settingsSchema = z.strictObject({
  contact: z
    .string()
    .min(1)
    .optional()
    .describe('an e-mail address or a page: publishers must be able to reach whoever crawls them'),
  hub: hub.prefault({}),
  fetch: fetch.prefault({}),
  pollMinutes: z
    .number()
    .positive()
    .default(15)
    .describe('how often feeds are polled at most, where a source says no other'),
  pollMinutesMax: z
    .number()
    .positive()
    .optional()
    .describe('how long a feed with little news may wait for its next poll; default: four times pollMinutes'),
  webSub: webSub.prefault({}),
  webhooks: webhooks.prefault({}),
  retry: retry.prefault({}),
  recheckMinutes: z
    .array(z.number().positive())
    .default([5, 30, 120, 720, 2880, 10_080])
    .describe('when a known article is asked for again, in minutes after its last change'),
  extract: extract.prefault({}),
  store: z
    .strictObject({
      url: z
        .string()
        .regex(/^sqlite:.+|^postgres(?:ql)?:\/\/.+/, 'sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE')
        .default('sqlite:data/wiredesk.db')
        .describe('where everything is kept'),
    })
    .prefault({}),
  queue: z
    .strictObject({
      url: z
        .string()
        .regex(/^local:$|^rediss?:\/\/.+/, 'local: or redis://HOST:PORT')
        .default('local:')
        .describe('how work is handed out'),
    })
    .prefault({}),
  pages: z
    .strictObject({
      dir: z.string().min(1).default('data/pages').describe('where the raw pages are kept'),
      url: z
        .string()
        .regex(/^s3:\/\/[^/?]+/, 's3://BUCKET/PREFIX?endpoint=URL&region=NAME')
        .optional()
        .describe('keep them in S3 instead: s3://BUCKET/PREFIX?endpoint=URL&region=NAME'),
      keyId: reference.optional().describe('the access key: env:NAME or file:PATH; default: env:AWS_ACCESS_KEY_ID'),
      secret: reference
        .optional()
        .describe('the secret key: env:NAME or file:PATH; default: env:AWS_SECRET_ACCESS_KEY'),
      keepDays: keepDays.optional().describe('how long pages are kept that nothing needs any more; default: for ever'),
    })
    .prefault({}),
  steps: z
    .strictObject({
      keepDays: keepDays.default(90).describe('how long the steps of each turn are kept, which explain shows'),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z
        .enum(['fatal', 'error', 'warn', 'info', 'debug', 'silent'])
        .default('info')
        .describe('how much is logged'),
    })
    .prefault({}),
})

const permission = z.strictObject({
  who: z.string().min(1).describe('who gave it'),
  when: z.iso.date().describe('the day it was given'),
  document: z.string().min(1).describe('where it can be read: a file, a contract number, a URL'),
})

const excerpt = z.strictObject({
  maxWords: z.int().positive().default(50).describe('longest excerpt in words'),
  maxCharacters: z.int().positive().default(300).describe('longest excerpt in characters'),
  maxShare: z.number().positive().max(1).default(0.1).describe('longest excerpt as a share of the words of the text'),
})

/** Names that the connection, the conditions and the encodings of a request go by are ours to set. */
const OUR_HEADERS =
  /^(?:host|connection|content-.*|transfer-encoding|te|trailer|upgrade|expect|keep-alive|proxy-.*|if-.*|range|accept-encoding)$/i
const SECRET_HEADERS = /authorization|cookie|token|secret|key|password|auth/i

const headers = z
  .record(
    z.string().regex(/^[A-Za-z][A-Za-z0-9-]*$/, 'the name of a header'),
    z.string().regex(/^[\x20-\x7e]+$/, 'plain text'),
  )
  .superRefine((named, context) => {
    for (const [name, value] of Object.entries(named)) {
      const refuse = (message: string) => context.addIssue({ code: 'custom', path: [name], message })
      if (OUR_HEADERS.test(name)) refuse('this header is set by the program')
      else if (SECRET_HEADERS.test(name) && !REFERENCE.test(value))
        refuse('a secret is given by reference: env:NAME or file:PATH')
    }
  })

const feed = z.strictObject({
  kind: z.enum(DISCOVERY_KINDS).default('feed').describe('how the document is read'),
  url: url.describe('its address'),
  links: z
    .string()
    .min(1)
    .refine(isSelector, 'a CSS selector')
    .optional()
    .describe('of a section page: CSS selector of the links to articles'),
})

/** `config/sources/<id>.yaml` */
export const sourceSchema = z
  .strictObject({
    name: z.string().min(1).describe("the publication's name, as it is credited"),
    homepage: url.optional().describe('the front page of the publication'),
    language: z.string().optional().describe('of articles that do not say theirs'),
    section: z.string().optional().describe('of articles that do not say theirs'),
    feed: url.optional().describe('short for one entry of feeds, of kind feed'),
    feeds: z.array(feed).optional().describe('what is polled for links'),
    republish: z.enum(REPUBLISH).default('excerpt').describe('what may be shown of an article'),
    permission: permission.optional().describe('written permission, needed for republish: full'),
    excerpt: excerpt.prefault({}),
    images: z.boolean().default(false).describe('whether the permission covers pictures'),
    delayMs: z.int().min(0).optional().describe('least time between two requests to one host'),
    pollMinutes: z.number().positive().optional().describe('how often its feeds are polled'),
    pollMinutesMax: z.number().positive().optional().describe('how long they may wait when they have little news'),
    headers: headers
      .optional()
      .describe("request headers for the source's own addresses; a secret is given as env:NAME or file:PATH"),
    keepPagesDays: keepDays.optional().describe('how long its raw pages are kept that nothing needs any more'),
    enabled: z.boolean().default(true).describe('false: nothing of it is asked for; what is stored stays'),
  })
  .refine(source => source.feed !== undefined || (source.feeds?.length ?? 0) > 0, {
    path: ['feeds'],
    message: 'needs a feed, or feeds with at least one entry',
    when: isMap,
  })
  .refine(source => source.republish !== 'full' || source.permission !== undefined, {
    path: ['permission'],
    message: 'republish: full needs a written permission with who, when and document',
    when: isMap,
  })

/** `config/consumers/<id>.yaml` */
export const consumerSchema = z.strictObject({
  name: z.string().min(1).describe('who it is'),
  sources: z.array(z.string().min(1)).min(1).optional().describe('ids of the sources it hears of; default: all'),
  webhook: z.strictObject({
    url: url.describe('where its server takes events'),
    secrets: z
      .array(reference)
      .min(1)
      .describe('what events are signed with: env:NAME or file:PATH; two while one takes the place of the other'),
    events: z
      .array(z.enum(EVENT_TYPES))
      .min(1)
      .default([...EVENT_TYPES])
      .describe('the kinds of event it is sent'),
  }),
  enabled: z.boolean().default(true).describe('false: nothing is sent; it keeps its place in the log'),
})

const selector = z.string().trim().min(1).refine(isSelector, 'is no CSS selector (with @attribute at its end, if any)')
const elements = selector.refine(
  text => partSelector(text)[1] === undefined,
  'names an attribute; whole elements are taken out',
)

const ruleVersion = z.strictObject({
  from: z.iso.date().optional().describe('the day from which the site has had this layout; else since ever'),
  fields: z
    .partialRecord(z.enum(RULE_FIELDS), selector)
    .default({})
    .describe('a selector for each field; what stands behind @ is the attribute that is read'),
  optional: z
    .array(z.enum(RULE_FIELDS))
    .default([])
    .describe('fields that not every article has: their selectors may match nothing'),
  remove: z.array(elements).default([]).describe('what is taken out of the page before anything is read'),
  next: selector.optional().describe('the link to the next page of an article in several pages'),
})

const TWO_VERSIONS =
  'begins on the same day as a version before it: one of them would never be used; give this one its day in from'

/** `config/sites/<domain>.yaml` */
export const siteSchema = z.strictObject({
  versions: z
    .array(ruleVersion)
    .min(1)
    .superRefine((versions, { addIssue }) => {
      versions.forEach(({ from, fields, optional }, at) => {
        const first = versions.findIndex(version => version.from === from)
        if (first < at) addIssue({ code: 'custom', path: [at], message: TWO_VERSIONS })
        optional.forEach((field, i) => {
          if (fields[field] === undefined)
            addIssue({ code: 'custom', path: [at, 'optional', i], message: `${field} has no selector in fields` })
        })
      })
    })
    .describe('one entry for each layout of the site'),
})
export type SiteFile = z.infer<typeof siteSchema>

export type Settings = z.infer<typeof settingsSchema>
export type SourceFile = z.infer<typeof sourceSchema>
export type ConsumerFile = z.infer<typeof consumerSchema>

/** Everything the program is told, frozen. */
export type Config = Omit<Settings, 'fetch'> & {
  /** the desk's folder, absolute */
  readonly desk: string
  readonly fetch: Settings['fetch'] & { readonly userAgent: string }
  readonly sources: readonly Source[]
  readonly sites: readonly SiteRule[]
  readonly consumers: readonly Consumer[]
}

/** The JSON Schemas that editors complete and check with. */
export function configSchemas(): Readonly<Record<'settings' | 'source' | 'site' | 'consumer', object>> {
  const toJson = (schema: z.ZodType): object => z.toJSONSchema(schema, { io: 'input', target: 'draft-7' })
  return {
    settings: toJson(settingsSchema),
    source: toJson(sourceSchema),
    site: toJson(siteSchema),
    consumer: toJson(consumerSchema),
  }
}

/** Checks across keys run beside the checks of single keys, so that one look shows every mistake. */
function isMap({ value }: z.core.ParsePayload): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Cheerio reads a selector that ends in the middle ("h1 >") as one that matches nothing. */
function isSelector(text: string): boolean {
  const [css] = partSelector(text)
  if (/[>+~,]\s*$|^\s*[>+~,@]/.test(css)) return false
  try {
    EMPTY_PAGE(css)
    return true
  } catch {
    return false
  }
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

function isCidr(range: string): boolean {
  const [address, bits, ...rest] = range.split('/')
  return (
    rest.length === 0 &&
    /^[\d.]+$|^[\da-f:.]+$/i.test(address ?? '') &&
    /^\d{1,3}$/.test(bits ?? '') &&
    Number(bits) <= 128
  )
}
