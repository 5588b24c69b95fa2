/** A first site rule for a page: selectors that give what the engine has read by itself, for a person to look over. */

import { type Element, isTag } from 'domhandler'
import type { ExtractedFields, RuleField, RuleVersion } from '../model.ts'
import { textOf } from './element-text.ts'
import { ZONES } from './look.ts'
import { type Page, zoneOf } from './page.ts'
import { readByRule } from './site-rule.ts'

/** Fields that a first rule names, where a selector gives the same as the engine. */
const DRAFTED: readonly RuleField[] = ['headline', 'standfirst', 'byline', 'published', 'section', 'body']

/** Class names that say how something looks, or that a build has made, stand for nothing. */
const MADE =
  /\d{3}|^(?:css|sc|jsx|styles?)-|[A-Z][a-z]*[A-Z]\w*\d|__\w{5}$|^(?:is|has|col|row|mt|mb|p|m|flex|grid|text|w|h)-?/

/** The draft of a rule. Fields for which no short selector was found are left to the engine. */
export function draftRule(page: Page, read: ExtractedFields): Omit<RuleVersion, 'from'> {
  const fields: { [K in RuleField]?: string } = {}
  for (const field of DRAFTED) {
    const selector = candidates(page, field, read).find(css => gives(page, field, css, read))
    if (selector !== undefined) fields[field] = selector
  }
  return { fields, optional: fields.standfirst === undefined ? [] : ['standfirst'], remove: [] }
}

function gives(page: Page, field: RuleField, selector: string, read: ExtractedFields): boolean {
  const found = readByRule(page, { fields: { [field]: selector }, optional: [], remove: [] }).fields[field]
  if (field === 'body') return isSameText(found?.value as { text: string } | undefined, read.body?.value.text)
  return found !== undefined && JSON.stringify(found.value) === JSON.stringify(read[field]?.value)
}

/** Nine tenths of the lines: the rest is for `remove`, or for a person to decide. */
function isSameText(found: { readonly text: string } | undefined, wanted = ''): boolean {
  if (!found) return false
  const lines = new Set(wanted.split('\n'))
  const same = found.text.split('\n').filter(line => lines.has(line)).length
  return same >= lines.size * 0.9 && found.text.length < wanted.length * 1.2
}

function candidates(page: Page, field: RuleField, read: ExtractedFields): string[] {
  const { survey } = page
  const near = (elements: readonly { element: Element; zone: number }[]): Element[] =>
    elements.filter(spot => !(zoneOf(page, spot) & (ZONES.comments | ZONES.nav))).map(({ element }) => element)
  switch (field) {
    case 'headline':
      return near(survey.h1).flatMap(selectorsOf)
    case 'byline':
      return [...near(survey.marked.byline), ...near(survey.anchors).filter(isAuthorLink)]
        .slice(0, 40)
        .flatMap(selectorsOf)
    case 'published':
      return near(survey.times).flatMap(element => selectorsOf(element).flatMap(css => [`${css}@datetime`, css]))
    case 'standfirst':
      return near(survey.marked.standfirst).slice(0, 10).flatMap(selectorsOf)
    case 'section':
      return near(survey.marked.category).slice(0, 20).flatMap(selectorsOf)
    case 'body':
      return containersOf(page, read.body?.value.text ?? '').flatMap(selectorsOf)
    default:
      return []
  }
}

const isAuthorLink = (element: Element): boolean => /\bauthor\b/i.test(element.attribs['rel'] ?? '')

/** The elements around the first line of the text, the innermost first. */
function containersOf({ survey }: Page, text: string): Element[] {
  const first = text.split('\n')[0] ?? ''
  const piece = survey.pieces.find(each => first.startsWith(each.text) && each.text.length > 8)
  const around: Element[] = []
  for (let at = piece?.parent ?? null; at && isTag(at) && around.length < 8; at = at.parent as Element | null)
    if (textOf(at).length > first.length) around.push(at)
  return around
}

/** Selectors of one element: by id, by its telling classes, by name within such an element. */
function selectorsOf(element: Element): string[] {
  const own = telling(element)
  const outer = element.parent && isTag(element.parent) ? telling(element.parent) : []
  return [
    ...own,
    ...outer.map(css => `${css} ${element.name}`),
    ...outer.map(css => `${css} > ${element.name}`),
    element.name,
  ]
}

function telling({ name, attribs }: Element): string[] {
  const classes = (attribs['class'] ?? '').split(/\s+/).filter(each => /^[\w-]{3,40}$/.test(each) && !MADE.test(each))
  const id = attribs['id'] ?? ''
  return [
    ...classes.map(each => `${name}.${each}`),
    ...(/^[A-Za-z][\w-]{2,40}$/.test(id) && !/\d{2}/.test(id) ? [`#${id}`] : []),
  ]
}
