import { plainText } from '../../values/plain-text.ts'
import { collapse } from '../../values/text.ts'
import { linesOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import type { Page } from '../page.ts'
import { type Candidate, type FieldReader, withVotes } from '../reading.ts'

/** Lines of a box about the writer that are none of its text. */
const NO_TEXT =
  /^(?:about(?: the)? (?:author|writer)s?|(?:über|zum|zur) (?:den |die )?autor(?:in|en)?|à propos de l['’]auteur|sobre (?:el|la) autor[a]?|by\b.{0,60}|follow\b.*|more (?:stories |articles |posts |news )?(?:by|from)\b.*|(?:view|see|read) (?:all|more|full|bio|profile).*|(?:contact|email|e-mail|twitter|facebook|x|linkedin|instagram|website|rss)\b.{0,60}|written by|posts? by.*|.*\bsocial links navigation|all (?:articles|posts|stories) by.*|(?:(?:first |last )?(?:published|updated|posted|veröffentlicht|aktualisiert)\b[:\s].*\d.*)|alle (?:artikel|beiträge).*)$/i

/** What is said of somebody. */
const SAID =
  /\b(?:is|was|are|has|have|writes|covers|works|worked|reports|lives|joined|began|started|spent|serves|holds|specializes|specialises|focuses|contributes|edits|edited|teaches|studied|graduated|ist|war|hat|schreibt|arbeitet|berichtet|leitet|studierte|lebt|est|a été|écrit|travaille|couvre|es|ha|escribe|trabaja|cubre|è|scrive|lavora|is een|schrijft|werkt|é|escreve|trabalha|skriver|er|jobbar|pisze|jest|пишет|работает)\b/iu

/** A publication speaks of itself, or asks for something. */
const NO_BIO =
  /\b(?:we are|our (?:team|mission|newsletter|readers|journalism)|subscribe|sign up|newspaper,? published|contact us|cookies?|advertis|terms of|privacy policy|all rights reserved|sponsored|affiliate|commission|support our)\b/i

const MIN_LENGTH = 30
const MAX_LENGTH = 1500

/** What the page says of the writer. */
export const authorBio: FieldReader<string> = page => {
  const found = [...fromBoxes(page), ...fromJsonLd(page)]
  return found[0] && withVotes(found[0], found, (a, b) => a.slice(0, 80) === b.slice(0, 80))
}

function fromBoxes(page: Page): Candidate<string>[] {
  const never = ZONES.comments | ZONES.nav
  const found: Candidate<string>[] = []
  for (const { element, zone } of page.survey.marked.bio) {
    if (zone & never || found.length > 3) continue
    const value = bioIn(page, linesOf(element))
    if (value !== undefined) found.push({ value, from: 'dom', where: 'box about the writer' })
  }
  // The innermost box has the text alone; boxes around it add names and buttons.
  return found.toSorted((a, b) => a.value.length - b.value.length)
}

function fromJsonLd(page: Page): Candidate<string>[] {
  return (page.article?.nodes('author') ?? []).flatMap(author => {
    const text = author.text('description')
    const value = text === undefined ? undefined : bioIn(page, [plainText(text)])
    return value === undefined ? [] : [{ value, from: 'json-ld' as const, where: 'author.description' }]
  })
}

/** The lines that speak of a person, joined. */
function bioIn(page: Page, lines: readonly string[]): string | undefined {
  const kept = lines.filter(line => !NO_TEXT.test(line) && line.split(' ').length > 3 && !isTitle(line))
  const text = collapse(kept.join(' '))
  if (text.length < MIN_LENGTH || text.length > MAX_LENGTH || !SAID.test(text)) return undefined
  const isOfWriter = isOfPerson(text) && namesWriter(page, lines)
  return isOfWriter || (!NO_BIO.test(text) && (isOfPerson(text) || namesWriter(page, lines))) ? text : undefined
}

/** "Council Votes On Harbour Plan": the title of another article of the writer. */
function isTitle(line: string): boolean {
  const words = line.match(/\p{L}{4,}/gu) ?? []
  return words.length > 3 && words.every(word => /^\p{Lu}/u.test(word)) && !NAME_FIRST.test(line)
}

/** "Ana Sample is a reporter". */
const NAME_FIRST =
  /^(?:\p{Lu}[\p{L}.'’-]+\s){1,3}(?:is|was|has|writes|covers|works|reports|joined|ist|schreibt|arbeitet|est|écrit|es|escribe|è|scrive|schrijft|é|escreve)(?!\p{L})/u
const POST =
  /\b(?:journalist|reporter|writer|editor|correspondent|columnist|author|redakteur|redaktor|autor|periodista|journaliste|giornalista|redacteur|jornalista|freelance)/iu
const isOfPerson = (text: string): boolean => NAME_FIRST.test(text) || POST.test(text)

/** Whether the box names somebody whom the page declares as its writer. */
function namesWriter(page: Page, lines: readonly string[]): boolean {
  const text = lines.join(' ').toLowerCase()
  const names = [
    ...(page.article?.nodes('author').map(author => author.text('name') ?? '') ?? []),
    page.meta('author') ?? '',
  ]
  return names.some(name => name.length > 3 && text.includes((name.split(' ')[0] as string).toLowerCase()))
}
