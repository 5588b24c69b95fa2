/** Pages sent in place of an article: consent and robot walls, error pages, shells that need their scripts. */

import { textOf } from '../element-text.ts'
import type { Kind, KindSigns } from '../kind.ts'
import { BESIDE } from '../look.ts'
import { describesItself, type Page } from '../page.ts'
import { ASKED, ERROR_TITLE, LOGIN_TITLE, NEEDS_SCRIPTS, PAGE_IS_GONE, ROBOT, WALL_TITLE } from './instead-words.ts'

/** Under so many words of its own a page with such a title has no other content. */
const FEW_WORDS = 300
/** Walls are short: a text of so many words is about its subject, even when that is cookies. */
const WALL_WORDS = 250
/** One word of consent in so many is what no article reaches. */
const WORDS_AN_ASK = 18
const LEAST_ASKED = 4
/** With so much text a form in it is a comment's or a newsletter's. */
const BODY_WORDS = 80
/** A shell has a menu at most. */
const SHELL_WORDS = 60

/** The kind of a page that stands in the place of an article, or nothing. */
export function readInstead(page: Page, signs: KindSigns): Kind | undefined {
  const { survey } = page
  const bodyWords = signs.body?.value.wordCount ?? 0
  const words = Math.max(survey.words, bodyWords)
  const why = (sign: string): readonly string[] => [sign, `${words} words`]
  if (words < FEW_WORDS && !describesItself(page)) {
    const says = [survey.title, textOf(survey.h1[0]?.element), signs.headline].map(said)
    const isStory = signs.hasDate && bodyWords >= STORY_WORDS
    const wall = says.find(text => saysSo(text, WALL_TITLE, isStory) || (!isStory && isLogin(text)))
    if (wall !== undefined) return { kind: 'wall', why: why(`title "${short(wall)}"`) }
    const error =
      says.find(text => saysSo(text, ERROR_TITLE, isStory)) ?? (isStory ? undefined : goneBy(page, bodyWords))
    if (error !== undefined) return { kind: 'error', why: why(`"${short(error)}"`) }
    const asked = words < WALL_WORDS ? askedFor(page, signs, words) : undefined
    if (asked !== undefined) return { kind: 'wall', why: why(asked) }
  }
  if (signs.body !== undefined) return undefined
  if (words < SHELL_WORDS) return { kind: 'empty', why: why('no text without scripts') }
  if (words < FEW_WORDS && NEEDS_SCRIPTS.test(shownText(page)))
    return { kind: 'empty', why: why('asks for JavaScript') }
  return undefined
}

/** Of a page with a date and a text it must say little else: there are stories of errors, and of what is forbidden or not found. */
function saysSo(text: string, pattern: RegExp, isStory: boolean): boolean {
  const left = text.replace(pattern, '').length
  return isStory ? left < text.length * MOST_ELSE : left < text.length
}

/** The news of a flash is told in so many words. */
const STORY_WORDS = 30
const MOST_ELSE = 0.5

/** The site's name stands behind a title. */
const isLogin = (text: string): boolean => LOGIN_TITLE.test(text.split(/\s+[|·•–—-]\s+/)[0]!.trim())

/** The sentence by which a page without a text says that it is none, whatever it is called. */
function goneBy({ survey }: Page, bodyWords: number): string | undefined {
  if (bodyWords >= BODY_WORDS) return undefined
  const own = survey.pieces.filter(({ zone, isLinked }) => !isLinked && !(zone & BESIDE))
  return own.map(({ text }) => said(text)).find(text => PAGE_IS_GONE.test(text))
}

/** The beginning, where a page says what it is: hostile ones go on for millions of letters. */
const said = (text = ''): string => text.slice(0, 500)

/** A check, a login or a consent that a short page consists of. */
function askedFor(page: Page, { body, hasDate, hasWriter }: KindSigns, words: number): string | undefined {
  const bodyWords = body?.value.wordCount ?? 0
  // The beginning of an article may stand above the login to the rest of it, and a site have one in its head.
  const isDated = hasDate && bodyWords > 0
  if (isDated && hasWriter) return undefined
  const text = shownText(page)
  if (bodyWords < BODY_WORDS && !isDated) {
    if (ROBOT.test(text)) return 'robot check'
    if (page.survey.gates > 0 && words < 150) return 'login or robot check form'
  }
  const asked = text.match(ASKED)?.length ?? 0
  return asked >= LEAST_ASKED && asked * WORDS_AN_ASK >= words ? `${asked} words of consent` : undefined
}

/** Only ever asked for on pages of a few hundred words. */
const shownText = ({ survey }: Page): string =>
  survey.pieces
    .map(({ text }) => text)
    .join(' ')
    .slice(0, 6000)

const short = (text: string): string => text.slice(0, 80)
