/** What a parser knows of elements by name: the rules of htmlparser2's `Parser`, a small part of HTML, 13.2. */

const setOf = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Elements that have no content and no end tag. */
export const VOID = setOf(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
)

/** Elements whose content is text up to their end tag. */
export const RAW_TEXT = setOf('script style title textarea xmp')

/** Elements of another language, inside which `/>` closes a tag; and those in which HTML begins again. */
export const FOREIGN = setOf('math svg')
export const HTML_IN_FOREIGN = setOf('mi mo mn ms mtext annotation-xml foreignobject desc title')

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

/** Elements that end where this one begins, when they are the innermost open ones. */
export const closedBy = (name: string): ReadonlySet<string> | undefined => CLOSED_BY.get(name)
