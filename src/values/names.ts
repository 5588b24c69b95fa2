/** Names of writers as they are set in bylines. */

import {
  AFTER_DECLARED,
  AFTER_VISIBLE,
  AGENCY_NAME,
  BAR,
  BETWEEN,
  BY,
  CITY,
  DEGREE,
  DEGREE_OF,
  GLUED_AGENCY,
  GLUED_BY,
  GLUED_ROLE,
  INTERVIEWED,
  KOREAN_POST,
  LABEL_BY,
  NO_NAME,
  NO_NAME_ELSEWHERE,
  ORGANISATION,
  ORGANISATION_ELSEWHERE,
  OTHER_IN_BRACKETS,
  OTHER_ROLE,
  OTHER_ROLE_HAN,
  PARTICLE,
  PLACE_OF_WORK,
  POST,
} from './name-words.ts'
import { bare, collapse, isAscii } from './text.ts'

export interface NameOptions {
  /** the text stands on the page among dates and buttons, rather than in a field of its own */
  readonly visible?: boolean
}

/** Addresses, user names and what stands in brackets. A word is begun but once, or one of nothing but "a@a." is gone through for each letter. */
const ADDRESSES = /https?:\S+|(?<!\S)[^\s@]+@\S+\.\w+|@\w+|\([^)]{0,300}\)/g

/** Texts split into names, without "By", roles, addresses and times; what is no name is left out. */
export function splitNames(text: string, { visible = false }: NameOptions = {}): string[] {
  const bare = collapse(text.includes('(') ? text.replace(OTHER_IN_BRACKETS, ' ') : text)
    .replace(ADDRESSES, ' ')
    .replace(OTHER_ROLE, '')
    .replace(OTHER_ROLE_HAN, '')
    .replace(BETWEEN_HANGUL, ', ')
    .replace(TWO_IN_HAN, (both: string, one: string, other: string) =>
      one.length + other.length > 6 ? `${one}、` : both,
    )
    .replace(INTERVIEWED, '$1')
  // A section or a day may stand before the names: "Politics · Ana Sample".
  for (const segment of collapse(bare).split(BAR)) {
    const names = namesIn(segment, visible)
    if (names.length > 0) return [...new Set(names)]
  }
  return []
}

/** A dot parts names in Korean; elsewhere it parts them from a section, and in Chinese the words of a foreign one. */
const BETWEEN_HANGUL = /(?<=\p{Script=Hangul})·(?=\p{Script=Hangul})/gu

/** "港町太郎 山田花子": two names with a blank between them. Within one name it parts three signs from three at most. */
const TWO_IN_HAN =
  /(?<![\p{Script=Han}\p{Script=Katakana}ー])([\p{Script=Han}\p{Script=Katakana}ー]{3,8})\s(?=([\p{Script=Han}\p{Script=Katakana}ー]{3,8})(?![\p{Script=Han}\p{Script=Katakana}ー]))/gu

/** "Ana Sample in London and Ben Example in Paris". */
const PLACE_BEFORE_NEXT = /\s+in(?:\s+\p{Lu}[\p{L}.'’-]*){1,3}(?=\s*(?:,|&|\sand\s))/gu

function namesIn(segment: string, visible: boolean): string[] {
  const said = segment
    .replace(GLUED_BY, '')
    .replace(BY, '')
    .replace(BY, '')
    .replace(AFTER_DECLARED, '')
    .replace(PLACE_OF_WORK, '')
  const names: string[] = []
  let hasPost = false
  for (const { part, isFirst, isBehindAnd } of partsOf(
    visible ? said.replace(PLACE_BEFORE_NEXT, '').replace(AFTER_VISIBLE, '') : said,
  )) {
    const person = part.replace(GLUED_AGENCY, '')
    if (DEGREE.test(part) && !isFirst && names.length > 0) names[names.length - 1] += `, ${part}`
    else if (!isFirst && OF_A_HOUSE.test(part)) continue
    else if (isPlausibleName(person)) names.push(person)
    else if (isPlausibleName(withoutRole(part))) {
      // Behind a name without a post it is that one's post: "Ana Sample, White House Correspondent".
      if (names.length > 0 && !hasPost && !isBehindAnd && !POSTS.test(part)) continue
      names.push(withoutRole(part))
      hasPost = true
    } else if (isPlausibleName(withoutPlace(part))) names.push(withoutPlace(part))
    else if (names.length === 0 && isFirst && isDesk(part)) names.push(part)
    else if (!visible && AGENCY_NAME.test(part)) names.push(part)
  }
  return names
}

interface Part {
  readonly part: string
  /** of those that commas part */
  readonly isFirst: boolean
  readonly isBehindAnd: boolean
}

/** The names and posts of a byline, set apart by lines, words and commas. */
function* partsOf(said: string): Generator<Part> {
  for (const line of said.split(/\s*;\s*/))
    for (const [nth, group] of line.split(BETWEEN).entries())
      for (const [at, part] of group
        .split(/\s*,\s*/)
        .map(tidy)
        .entries())
        yield { part, isFirst: at === 0, isBehindAnd: at === 0 && nth > 0 }
}

/** The post of all who are named before it. */
const POSTS = /(?:editors|reporters|correspondents|writers|columnists|journalists|contributors)$/i

/** "João Exemplo, da Folhapress" */
const OF_A_HOUSE = /^(?:d[aeo]s?|em|no|na|du|des?)\s\S+$/u

/** A post that consists of nothing but words for posts, or begins with an article, has nobody's name in it. */
const withoutRole = (part: string): string =>
  /^(?:executive|managing|contributing|digital|content|guest|staff|senior|chief|deputy|associate|assistant|the)\s/i.test(
    part,
  )
    ? part
    : GLUED_ROLE.test(part)
      ? part.replace(GLUED_ROLE, '').replace(BEHIND_CAPITALS, '')
      : part

/** "ADA EXAMPLE Coast Herald": the house of the post behind a name in capitals. */
const BEHIND_CAPITALS = /(?<=^(?:\p{Lu}[\p{Lu}.'’-]*\s){1,3}\p{Lu}[\p{Lu}'’-]+)(?:\s\p{Lu}\p{Ll}+){1,3}$/u

/** "Ana Sample in London". */
const withoutPlace = (part: string): string => part.replace(/\s+in(?:\s+\p{Lu}[\p{L}.'’-]*){1,3}$/u, '')

const tidy = (part: string): string =>
  collapse(part)
    .replace(LABEL_BY, '')
    .replace(/^[\s"'“”«»:.[［【–—-]+|[\s"'“”«»:;,\]］】–—-]+$/g, '')
    .replace(/(?<=\p{Ll}{2})\.$/u, '')
    .replace(/\s(?:記者|记者|通讯员)$/u, '')
    .replace(KOREAN_POST, '$1')
    .replace(PLACE_AND_NAME, '')
    .replace(/^(.{4,})\s\1$/u, '$1')
    .replace(/^(\p{Lu}{2,3})\s+(?=\p{Lu}\p{Ll})/u, (mark: string, initials: string, _at: number, whole: string) =>
      initialsOf(whole.slice(mark.length)) === initials ? '' : mark,
    )
    .replace(/^(?:dr|mr|mrs|ms)\.?\s+(?=\S+\s)/i, title => (/^dr/i.test(title) ? title : ''))

/** "ロンドン＝港口太郎" */
const PLACE_AND_NAME = /^[\p{Script=Han}\p{Script=Katakana}ー]{2,10}[=＝](?=\p{Script=Han})/u

/** What stands in the place of a missing portrait. */
const initialsOf = (name: string): string => name.match(/(?<![\p{L}'’-])\p{Lu}/gu)?.join('') ?? ''

/** Two to five words, each capitalised or a particle; in Chinese, Japanese and Korean two to eight characters. */
export function isPlausibleName(text: string): boolean {
  if (/^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}・\s]{2,8}$/u.test(text))
    return !NO_NAME_ELSEWHERE.test(text)
  if (
    text.length > 60 ||
    /[\d<>{}[\]_=?!#:：@©…]|\.\w{2,3}$|\.\.$/.test(text) ||
    NO_NAME.test(text) ||
    NO_NAME_ELSEWHERE.test(text) ||
    /['’]s\s/i.test(text) ||
    DEGREE.test(text) ||
    DEGREE_OF.test(text) ||
    POST.test(text) ||
    CITY.test(text)
  )
    return false
  const words = text
    .replace(/["“”„«»][^"“”„«»]+["“”„«»]/g, ' ')
    .trim()
    .split(/\s+/)
  if (words.length < 2 || words.length > 5) return false
  const capitals = words.filter(isCapital).length
  return (
    capitals >= 2 - (words.some(word => PARTICLE.test(word)) ? 1 : 0) &&
    words.every(word => isCapital(word) || PARTICLE.test(word)) &&
    isCapital(words.at(-1) as string)
  )
}

/** Scripts without capitals count as capitals; so do "al-Sample", "d'Exemple" and "deSample". */
const isCapital = (word: string): boolean =>
  /^["'‘(]?(?:[dlo]['’]|(?:a[dlnrstz]|ash|el)[-‑]|d[ei]|la|van)?[\p{Lu}\p{Lt}\p{Lo}]/u.test(word)

/** A user name or a first name alone: somebody, but hardly what a reader is told. */
export const isHandle = (text: string): boolean =>
  /^[\p{L}][\p{L}\p{N}._-]{2,24}$/u.test(text) &&
  !/^(?:author|by|editor|staff|news|guest|user|root|home)\d*$|admin|webmaster/i.test(text) &&
  !NO_NAME_ELSEWHERE.test(text)

/** A desk, an agency or a company by its own name, in a few words. */
function isDesk(text: string): boolean {
  return (
    text.length >= 2 &&
    text.length < 60 &&
    !/[<>{}=@]|^\d|^\p{L}+\s?[:：]/u.test(text) &&
    (AGENCY_NAME.test(text) || (isNamedAsOne(text) && !NO_NAME.test(text) && text.split(' ').length <= 6))
  )
}

const isNamedAsOne = (text: string): boolean =>
  ORGANISATION.test(text) || (!isAscii(text) && ORGANISATION_ELSEWHERE.test(text))

/** Whether a name is a desk, an agency or a company rather than a person. */
export function isOrganisation(name: string, siteNames: readonly string[] = []): boolean {
  const key = bare(name)
  if (AGENCY_NAME.test(name) || isNamedAsOne(name)) return true
  // "MDR THÜRINGEN": a broadcaster's short name and the house of it.
  const short = /^\p{Lu}{3}(?=\s+\p{Lu}{2})/u.exec(name)?.[0].toLowerCase()
  return siteNames.some(site => {
    const own = bare(site)
    return own.length > 3 ? key.includes(own) : own === short
  })
}

/** What two writings of one name are compared by: letters without accents, in lower case. */
export const nameKey = (name: string): string => {
  const own = name.replace(/,.*$/, '')
  return bare(isAscii(own) ? own : own.normalize('NFD').replace(/\p{M}/gu, ''))
}
