/** What a page says of its writers: in boxes named for it, in sentences that begin with a writer's name, and in what it declares. */

import { type Element, isTag } from 'domhandler'
import type { Reading } from '../../model.ts'
import { isOrganisation } from '../../values/names.ts'
import { plainText } from '../../values/plain-text.ts'
import { collapse, wordCount } from '../../values/text.ts'
import { isByline } from '../body/labels.ts'
import { blockOf, linesOf, shortTextOf, textOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import type { Page } from '../page.ts'
import { type Candidate, withVotes } from '../reading.ts'

/** Lines of a box about the writer that are none of its text. */
const NO_TEXT =
  /^(?:about(?: the)? (?:author|writer)s?|(?:über|zum|zur) (?:den |die )?autor(?:in|en)?|à propos de l['’]auteur|sobre (?:el|la) autor[a]?|(?:by|publicado por)\b.{0,60}|follow\b.*|more (?:stories |articles |posts |news )?(?:by|from)\b.*|(?:view|see|read) (?:all|more|full|bio|profile|the latest).*|(?:contact|kontakt|email|e-mail|twitter|facebook|x|linkedin|instagram|website|rss)\b.{0,60}|you can\b.*|written by.{0,80}|post(?:s|ed)? by.*|.*\bsocial links navigation|all (?:articles|posts|stories) by.*|(?:(?:first |last )?(?:published|updated|posted|veröffentlicht|aktualisiert)\b[:\s].*\d.*)|alle (?:artikel|beiträge).*|this (?:article|post|story) (?:was|is) (?!written by).*|.*\b(?:verified|reviewed|fact-?checked) (?:by|this)\b.*)$/i

/** What a box sets behind its text, in the same line. */
const BEHIND =
  /\s*(?:\b(?:view (?:all posts|full profile)|more (?:(?:stories |articles |posts )?by|about me)|read more)\b.*|…?[→»›])$/iu

/** What is said of somebody. */
const SAYS =
  'is|was|are|has|have|writes|covers|works|worked|reports|lives|joined|began|started|spent|serves|holds|specializes|specialises|focuses|contributes|edits|edited|teaches|studied|graduated|ist|war|hat|schreibt|arbeitet|berichtet|leitet|studierte|lebt|est|a été|écrit|travaille|couvre|es|ha|escribe|trabaja|cubre|è|scrive|lavora|is een|schrijft|werkt|é|escreve|trabalha|skriver|er|jobbar|pisze|jest|пишет|работает'
const SAID = new RegExp(`(?<!\\p{L})(?:${SAYS})(?!\\p{L})`, 'iu')

/** Behind a name: "Ana Sample (34), who lives in Quay, is a reporter" is no more than such a beginning. */
const SAID_NEXT = new RegExp(`^(?:\\s*\\([^()]{1,40}\\))?,?\\s+(?:${SAYS})(?!\\p{L})`, 'iu')

/** "The author is a professor of law." */
const THE_WRITER =
  /^(?:The (?:author|writer)|(?:Der|Die) (?:Autorin|Autor|Verfasserin|Verfasser)|L['’](?:auteur|autrice|autore)|(?:El autor|La autora)|(?:O autor|A autora))(?=\s)/u

/** Who paid for the research, and where the writer posts, says nothing of who it is. */
const NO_SENTENCE =
  /^\s*(?:has (?:received|no) (?:funding|financial|relevant)|(?:does|do) not (?:work|consult)|is on (?:twitter|facebook|x|instagram)\b)/i

/** "Ana Sample is a reporter". */
const NAME_FIRST =
  /^(?:\p{Lu}[\p{L}.'’-]+\s){1,3}(?:is|was|has|writes|covers|works|reports|joined|ist|schreibt|arbeitet|est|écrit|es|escribe|è|scrive|schrijft|é|escreve)(?!\p{L})/u
/** "Hi, I'm Ana". */
const ME =
  /^(?:(?:hi|hello|hey|hallo|hola|bonjour|ciao|moin|hej)\b[^\p{L}]*(?:there\b[^\p{L}]*)?)?(?:i['’]?(?:m|ve)|i (?:am|have|write|review|cover|live|work|create|created|love)|my name is|ich (?:bin|heiße|schreibe|lebe)|je (?:suis|m['’]appelle)|(?:yo )?soy|me llamo|(?:io )?sono|(?:eu )?sou|ik ben|jestem|меня зовут|я)(?!\p{L})/iu
const POST =
  /(?<!\p{L})(?:journalist|reporter|writer|editor|[ck]orrespond[ae]nt|columnist|author|redakteur|redaktor|autor|periodista|journaliste|giornalista|redacteur|jornalista|freelance)/iu

/** A publication speaks of itself, or asks for something. */
const NO_BIO =
  /\b(?:we are|our (?:team|mission|newsletter|readers|journalism)|subscribe|sign up|newspaper,? published|contact us|cookies?|advertis|terms of|privacy policy|all rights reserved|sponsored|affiliate|commission|support our|article helpful|artikel hilfreich)\b/i

/** What is named so is a biography, whatever it says. */
const BIO_CLASS = /(?<![a-z]|sbi_)bio(?:graphy)?(?![a-z])/i

const MIN_LENGTH = 30
const MAX_LENGTH = 1500

/** A box with more in it, other articles and buttons included, is a part of the page. */
const MAX_BOX = 4000

const NEVER = ZONES.comments | ZONES.nav

/** What the page says of those who wrote it. `names` are those of its byline. */
export function readAuthorBio(page: Page, names: readonly string[]): Reading<string> | undefined {
  const said = namesOf(page, names)
  // Telling people from houses takes long, and most pages say nothing of anyone.
  const writers = mayTell(page, said) ? said.filter(name => !isOrganisation(name, page.siteNames)) : undefined
  if (!writers) return undefined
  const found = [...fromBoxes(page, writers), ...fromSentences(page, writers), ...fromJsonLd(page, writers)]
  const best = found.find(({ value }) => isSentence(value)) ?? found[0]
  return best && withVotes(best, found, (a, b) => a.slice(0, 80) === b.slice(0, 80))
}

/** Whom the page shows or declares as its writers. */
function namesOf({ article, meta }: Page, names: readonly string[]): readonly string[] {
  const declared = article?.nodes('author').map(author => author.text('name') ?? '') ?? []
  return [...new Set([...names, ...declared, meta('author') ?? ''].filter(name => name.length > 3))]
}

/** Whether there is a box, a description, or a text that begins with a full name. */
function mayTell({ survey, article }: Page, names: readonly string[]): boolean {
  if (survey.marked.bio.length > 0) return true
  if (article?.nodes('author').some(author => author.text('description') !== undefined)) return true
  const full = names.filter(isFull)
  return full.length > 0 && survey.pieces.some(({ text }) => writerAt(text, full) !== undefined)
}

const isFull = (name: string): boolean => name.includes(' ')

/** The name, or what stands for one, that a text begins with. Asked of every text of the page: most are told by their length. */
function writerAt(text: string, names: readonly string[]): string | undefined {
  for (const name of names) if (text.startsWith(name)) return name
  return text.length >= MIN_LENGTH ? THE_WRITER.exec(text)?.[0] : undefined
}

function fromBoxes(page: Page, writers: readonly string[]): Candidate<string>[] {
  const found: (Candidate<string> & { readonly rank: number })[] = []
  for (const { element, zone } of page.survey.marked.bio) {
    if (zone & NEVER || found.length > 3 || shortTextOf(element, MAX_BOX) === undefined) continue
    const lines = linesOf(element)
    const isNamed = namesOne(lines, writers)
    const titles = linkedTitles(element)
    const isBio = writers.length > 0 && BIO_CLASS.test(element.attribs['class'] ?? '')
    const text = bioIn(
      lines.filter(line => !titles.has(line)),
      writers,
      { isNamed, isBio },
    )
    if (text === undefined) continue
    const rank = Number(isNamed) + Number(isSentence(text))
    found.push({ value: text, from: 'dom', where: 'box about the writer', rank })
  }
  // Boxes of those who checked the text name others, and some hold the post alone. The innermost of the rest has the text without names and buttons.
  found.sort((a, b) => b.rank - a.rank || a.value.length - b.value.length)
  return found.map(({ value, from, where }) => ({ value, from, where }))
}

/** Texts of links that are no sentences: the writer's other articles. */
function linkedTitles(box: Element, found = new Set<string>()): ReadonlySet<string> {
  for (const child of box.children) {
    if (!isTag(child)) continue
    if (child.name !== 'a') linkedTitles(child, found)
    else if (!/\.$/.test(textOf(child))) for (const line of linesOf(child)) found.add(line)
  }
  return found
}

/** Blocks that begin with a writer's full name, or what stands for it, and go on with what is said of somebody, one for each writer. */
function fromSentences({ survey }: Page, writers: readonly string[]): Candidate<string>[] {
  const full = writers.filter(isFull)
  const said = new Map<string, string>()
  for (const { text, zone, parent } of full.length > 0 ? survey.pieces : []) {
    if (zone & NEVER) continue
    const writer = writerAt(text, full)
    if (writer === undefined) continue
    const block = shortTextOf(blockOf(parent), MAX_LENGTH)
    if (block === undefined || block.length < MIN_LENGTH || !block.startsWith(writer)) continue
    const rest = block.slice(writer.length)
    if (!SAID_NEXT.test(rest) || NO_SENTENCE.test(rest)) continue
    if (block.length > (said.get(writer)?.length ?? 0)) said.set(writer, block)
  }
  const value = [...said.values()].join(' ')
  return value === '' ? [] : [{ value, from: 'dom', where: "sentence that begins with the writer's name" }]
}

function fromJsonLd({ article }: Page, writers: readonly string[]): Candidate<string>[] {
  return (article?.nodes('author') ?? []).flatMap(author => {
    const lines = [plainText(author.text('description') ?? '')]
    const value = bioIn(lines, writers, { isNamed: namesOne(lines, writers) })
    return value === undefined ? [] : [{ value, from: 'json-ld' as const, where: 'author.description' }]
  })
}

/** The lines that speak of a person, joined. `isBio`: they stand in an element that is named for it, and need not say so. */
function bioIn(
  lines: readonly string[],
  writers: readonly string[],
  { isNamed, isBio = false }: { readonly isNamed: boolean; readonly isBio?: boolean },
): string | undefined {
  const isText = (line: string): boolean =>
    wordCount(line) > 3 && !NO_TEXT.test(line) && !isTitle(line) && !isByline(line, writers)
  const text = withoutName(collapse(lines.filter(isText).join(' ')).replace(BEHIND, ''), writers)
  if (text.length < MIN_LENGTH || text.length > MAX_LENGTH) return undefined
  const isOfPerson = NAME_FIRST.test(text) || POST.test(text) || ME.test(text)
  const isSaid = SAID.test(text) || ME.test(text) || (isNamed && (POST.test(text) || isSentence(text)))
  const isLong = isBio && wordCount(text) >= MIN_SENTENCE
  if (!isLong && !(isSaid && (isOfPerson || isNamed))) return undefined
  return (isOfPerson && isNamed) || !NO_BIO.test(text) ? text : undefined
}

/** "Ana SampleReporter", "Ana Sample Ana Sample writes": a name set above the text, in one line with it by its markup. */
function withoutName(text: string, writers: readonly string[]): string {
  const writer = writers.find(name => text.startsWith(name))
  if (writer === undefined) return text
  const rest = text.slice(writer.length)
  return /^\p{Lu}/u.test(rest) || rest.trimStart().startsWith(writer) ? rest.trimStart() : text
}

/** Fewer words are a title, or a button. */
const MIN_SENTENCE = 8
const isSentence = (text: string): boolean => /[.!。]["”»)]*$/u.test(text) && wordCount(text) >= MIN_SENTENCE

/** "Council Votes On Harbour Plan": the title of another article of the writer. */
function isTitle(line: string): boolean {
  const words = line.match(/\p{L}{4,}/gu) ?? []
  return words.length > 3 && words.every(word => /^\p{Lu}/u.test(word)) && !NAME_FIRST.test(line)
}

/** Whether a text has the first word of a writer's name. */
function namesOne(lines: readonly string[], writers: readonly string[]): boolean {
  const lower = lines.join(' ').toLowerCase()
  return writers.some(name => lower.includes((name.split(' ')[0] as string).toLowerCase()))
}
