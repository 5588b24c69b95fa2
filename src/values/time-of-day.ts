/** The time of day within a date as it is written, with its offset. */

export interface Time {
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** minutes east of UTC; absent where the text names none */
  readonly offset: number | undefined
  /** an IANA name, whose offset depends on the day */
  readonly zone?: string
}

/** Offsets in minutes of the zone names that feeds and bylines carry; a name with two meanings has the one in news use. */
const ZONES = new Map(
  Object.entries({
    z: 0,
    ut: 0,
    utc: 0,
    gmt: 0,
    wet: 0,
    bst: 60,
    ist: 330,
    west: 60,
    cet: 60,
    met: 60,
    mez: 60,
    cest: 120,
    mest: 120,
    mesz: 120,
    eet: 120,
    eest: 180,
    msk: 180,
    ast: -240,
    adt: -180,
    at: -240,
    nst: -210,
    ndt: -150,
    est: -300,
    edt: -240,
    et: -300,
    cst: -360,
    cdt: -300,
    ct: -360,
    mst: -420,
    mdt: -360,
    mt: -420,
    pst: -480,
    pdt: -420,
    pt: -480,
    akst: -540,
    akdt: -480,
    hst: -600,
    brt: -180,
    jst: 540,
    kst: 540,
    hkt: 480,
    sgt: 480,
    pht: 480,
    wib: 420,
    wita: 480,
    wit: 540,
    мск: 180,
    aest: 600,
    aedt: 660,
    nzst: 720,
    nzdt: 780,
    sast: 120,
  }),
)

const TIME = /(?<!\d)([01]?\d|2[0-3])(?:[:.]|\s?h\s?)([0-5]\d)(?::([0-5]\d))?(?!\d)\s*(?:([ap])\.?\s?m\b\.?)?/i
const OFFSET = /(?:^|[\s\d)])(?:utc|gmt)?([+-])(\d{2}):?(\d{2})\b/i
/** Half days that stand before the time: Korean, Japanese, Chinese, Hindi. */
const AFTERNOON = /(?:오후|午後|下午|中午|傍晚|晚上|晚間|晚间|अपराह्न)\s*$/
const FORENOON = /(?:오전|午前|上午|凌晨|清晨|早上|पूर्वाह्न)\s*$/
/** And those that stand behind it, beside am and pm: Greek, Arabic, Malay, Albanian, Bengali, Hindi. */
const AFTERNOON_AFTER = /^(?:μ\.?\s?μ|م(?!\p{L})|مساءً?(?!\p{L})|ptg\b|m\.\s?d\b|পিএম|অপরাহ্ন|अपराह्न)/iu
const FORENOON_AFTER = /^(?:π\.?\s?μ|ص(?!\p{L})|صباحًا?(?!\p{L})|pg\b|p\.\s?d\b|এএম|পূর্বাহ্ন|पूर्वाह्न)/iu
const IANA =
  /\b(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Za-z_]+(?:\/[A-Za-z_]+)?/

/** "10時15分", "10点15分", "10시 15분". */
const HAN_TIME = /(\d{1,2})\s?[時时點点시]\s?(\d{1,2})\s?[分분](?:\s?\d{1,2}\s?[秒초])?/

/** The first time of day in a text, or undefined. */
export function timeOf(written: string): Time | undefined {
  const text = written.replace(HAN_TIME, (_, hour: string, minute: string) => `${hour}:${minute.padStart(2, '0')}`)
  const match = TIME.exec(text)
  if (!match) return undefined
  const before = text.slice(0, match.index)
  const rest = text.slice(match.index + match[0].length)
  const isAfternoon = match[4]?.toLowerCase() === 'p' || AFTERNOON.test(before) || AFTERNOON_AFTER.test(rest)
  const hasHalves = isAfternoon || match[4] !== undefined || FORENOON.test(before) || FORENOON_AFTER.test(rest)
  const zone = IANA.exec(rest)?.[0]
  return {
    hour: (Number(match[1]) % (hasHalves ? 12 : 24)) + (isAfternoon ? 12 : 0),
    minute: Number(match[2]),
    second: Number(match[3] ?? 0),
    offset: zone === undefined && !isRange(match, rest) ? offsetOf(rest) : undefined,
    ...(zone !== undefined && { zone }),
  }
}

/** Whether a later time stands right behind one: "10:30-11:30" ends then, "10:30-05:00" and "09:00:00-10:00" are in a zone. */
function isRange([, hour, minute, second]: RegExpExecArray, rest: string): boolean {
  const end = /^-(\d{1,2}):(\d\d)(?!\d)/.exec(rest)
  if (!end || second !== undefined) return false
  return Number(end[1]) * 60 + Number(end[2]) > Number(hour) * 60 + Number(minute)
}

/** Minutes east of UTC that a text behind a time names, in figures or by a zone's name. */
export function offsetOf(text: string): number | undefined {
  const signed = OFFSET.exec(` ${text}`)
  // No zone is further from UTC: "18:00-24:00" is how long something lasts.
  if (signed && Number(signed[2]) <= MAX_HOURS && Number(signed[3]) < 60)
    return (signed[1] === '-' ? -1 : 1) * (Number(signed[2]) * 60 + Number(signed[3]))
  const hours = HOURS_ALONE.exec(text) ?? HOURS_OF_UTC.exec(text)
  if (hours && Number(hours[2]) <= MAX_HOURS) return (hours[1] === '-' ? -1 : 1) * Number(hours[2]) * 60
  const name = NAME.exec(text)?.[0]
  if (name === undefined || (WORDS.has(name.toLowerCase()) && name !== name.toUpperCase())) return undefined
  return ZONES.get(name.toLowerCase())
}

/** Hours that the zones of the world are from UTC at most. */
const MAX_HOURS = 14
const HOURS_ALONE = /^\s*([+-])(\d{1,2})\s*$/
const HOURS_OF_UTC = /\b(?:utc|gmt)\s?([+-])(\d{1,2})(?![\d:])/i
const NAME = /(?<!\p{L})[a-zмск]{1,4}(?!\p{L})/iu

/** Zones that are words too: "à 9h05 et modifié", "um 9:05 ist". */
const WORDS = new Set(['at', 'est', 'et', 'ist', 'met', 'ut', 'west', 'wit'])

/**
 * Minutes east of UTC in a zone at the time that its clocks show, or undefined for an unknown zone.
 * @param localMs the clock's reading, as if it were UTC
 */
export function offsetIn(zone: string, localMs: number): number | undefined {
  const format = formatOf(zone)
  if (!format) return undefined
  const shownAt = (ms: number): number => {
    const part = (type: string) => Number(parts.find(each => each.type === type)?.value)
    const parts = format.formatToParts(ms)
    return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  }
  // The first guess is off by the offset itself; near a change of clocks the second is off by the change.
  const first = shownAt(localMs) - localMs
  return (shownAt(localMs - first) - (localMs - first)) / 60_000
}

function formatOf(zone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch {
    return undefined
  }
}
