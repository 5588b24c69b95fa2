/** What a parser knows of elements by name: the rules of htmlparser2's `Parser`, a small part of HTML, 13.2. */

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** What the parse asks of every tag, as bits. */
export const RULES = { void: 1, rawText: 2, foreign: 4, htmlInForeign: 8, closes: 16 } as const

/** Elements that have no content and no end tag. */
const VOID = setOf(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
)

/** Elements whose content is text up to their end tag. */
const RAW_TEXT = setOf('script style title textarea xmp')

/** Elements of another language, inside which `/>` closes a tag; and those in which HTML begins again. */
const FOREIGN = setOf('math svg')
const HTML_IN_FOREIGN = setOf('mi mo mn ms mtext annotation-xml foreignobject desc title')

const IMPLIED: readonly (readonly [opened: string, closed: string])[] = [
  ['tr', 'tr th td'],
  ['th', 'th'],
  ['td', 'thead th td'],
  ['body', 'head link script'],
  ['li', 'li'],
  ['option', 'option'],
  ['optgroup', 'optgroup option'],
  ['dd dt', 'dd dt'],
  ['rt rp', 'rt rp'],
  ['tbody tfoot', 'thead tbody'],
  ['select input output button datalist textarea', 'input option optgroup select button datalist textarea'],
  [
    'p h1 h2 h3 h4 h5 h6 address article aside blockquote details div dl fieldset figcaption figure footer form header hr main nav ol pre section table ul',
    'p',
  ],
]

const CLOSED_BY: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  IMPLIED.flatMap(([opened, closed]) => opened.split(' ').map(name => [name, setOf(closed)] as const)),
)

/** Bits of `RULES` for one name. */
export const rulesOf = (name: string): number =>
  (VOID.has(name) ? RULES.void : 0) |
  (RAW_TEXT.has(name) ? RULES.rawText : 0) |
  (FOREIGN.has(name) ? RULES.foreign : 0) |
  (HTML_IN_FOREIGN.has(name) ? RULES.htmlInForeign : 0) |
  (CLOSED_BY.has(name) ? RULES.closes : 0)

/** Elements that end where this one begins, when they are the innermost open ones. */
export const closedBy = (name: string): ReadonlySet<string> | undefined => CLOSED_BY.get(name)
