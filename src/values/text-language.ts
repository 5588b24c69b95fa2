/**
 * The language that a text is written in, told by its commonest words, or by its script. For a page that declares none, or a template's, this is
 * enough: the libraries for it keep 90 MB and more of letter groups in each thread.
 */

import { getOrMake } from './memo.ts'

/**
 * The commonest words of each language, mostly articles, prepositions, conjunctions and forms of "to be"; a word may be in several languages.
 * Languages that read alike (Danish and Norwegian, Croatian and Serbian) share most of theirs: between those the page's own word decides.
 */
const COMMON: Readonly<Record<string, string>> = {
  en: 'the of and to in is that for it was with as on are this be by from have not they at or has but were which their an will',
  de: 'der die und das ist nicht ein eine mit den von auf für sich auch dem des im zu sie wird sind bei es als an dass werden oder',
  fr: 'le la les des et est une que pour dans pas qui sur du par plus avec au ce il en un sont mais ont cette aux été',
  es: 'el la los de que en una para por con las del se no es más como su un lo y al sus pero fue ha este',
  pt: 'o a os que de em uma para com não do da as no na por mais se foi um é ao dos sua são pela também',
  it: 'il di che la per non una del della sono con le si un gli dei anche come è più in ha nel alla dal questo',
  ca: 'el la els les que de en una per amb del no és més com un i al seu però va ha aquest dels les són',
  ro: 'și în de a la cu pe nu care un o din este pentru mai că au să sunt al ale fost prin după între ce',
  nl: 'de het een van en dat niet is op te voor met zijn aan er ook om bij door uit als naar worden wordt heeft nog',
  da: 'og det at er som en på af for med til den ikke har de et om var fra der i men blev vil også efter',
  nb: 'og det som en på av for med til den ikke har de et om var fra å i men ble vil også etter seg er',
  sv: 'och att det som en på är av för med till den inte har de ett om var från men i så kan också efter under',
  is: 'og að í á er sem til við um en hann var ekki fyrir það af með hefur frá þar þá eru verið',
  fi: 'ja on ei että se oli hän ovat mutta kun myös mukaan kuin joka sen ole tai sekä jotka ollut vuonna',
  et: 'ja on ei et see oli ta kui mis ka oma aga või ning kes selle siis välja pärast kuid',
  lv: 'un ir ar no par uz ka tas kas arī bet kā pie bija tiek gan vai līdz lai pēc',
  lt: 'ir yra kad su į iš tai buvo kaip bet ar per dėl už nuo apie taip jau po savo',
  pl: 'w na się nie że do to jest i z jak po za od przez ale oraz dla są o co jego był został',
  cs: 'a se v na je že s z to o do i ve k by pro ale jako po za jsou byl také není podle',
  sk: 'a sa v na je že s z to o do aj vo k by pre ale ako po za sú bol tiež nie podľa',
  sl: 'in je v na se da so za z ki pa ne po od s bi tudi kot bo pri ali iz še',
  hr: 'i je u na se da su za s koji ne od o što će kao iz bi po ali te nije to',
  hu: 'a az és hogy nem is egy van de meg ez volt mint már azt csak még el lesz után szerint',
  sq: 'në e të dhe për me një që nga ka i se është do më të cilët janë ishte por si',
  tr: 've bir bu için ile de da olarak daha çok olan ne gibi kadar sonra ise en var ancak olduğu',
  id: 'yang dan di ini itu dengan untuk dari pada tidak dalam akan ke juga oleh adalah telah bisa sebagai',
  vi: 'và của là có không được cho một các trong với này đã người những để khi từ về đến',
  ru: 'и в не на что с по это как из от за для его но к у же было а о был также он они',
  uk: 'і в не на що з по це як із від за для його але до у та було а про також він під',
  bg: 'и в не на че с по това как от за да се са но към у е беше а ще си като при',
  mk: 'и во не на дека со по тоа како од за да се но кон е беше а ќе си ги што при',
  sr: 'и у не на да се је су за са који од о што ће као из би по али није то',
  ar: 'في من على إلى أن التي عن مع هذا الذي كما بعد قال لا أو ما كان وقد بين خلال',
  fa: 'در و به از که این را با است برای آن یک بود شد خود هم تا کرد شده نیز',
  ur: 'کے میں کی ہے اور سے کا کو نے پر کہ یہ ہیں اس بھی گیا کر نہیں ایک تھا',
  hi: 'के में की है और से का को ने पर कि यह हैं इस भी गया कर नहीं एक था',
  mr: 'आणि आहे या व ते हा ही की नाही होते यांनी तर करण्यात असे पण मात्र',
  ne: 'र छ को का मा ले पनि भएको गरेको हो यो भने गर्ने छन् तथा',
}

const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu

/** Scripts with one language each; Han alone is Chinese, beside kana Japanese. */
const SCRIPTS: readonly (readonly [language: string, letters: RegExp])[] = [
  ['zh', /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['th', /\p{Script=Thai}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['bn', /\p{Script=Bengali}/gu],
  ['ta', /\p{Script=Tamil}/gu],
  ['te', /\p{Script=Telugu}/gu],
  ['gu', /\p{Script=Gujarati}/gu],
  ['pa', /\p{Script=Gurmukhi}/gu],
  ['ml', /\p{Script=Malayalam}/gu],
  ['kn', /\p{Script=Kannada}/gu],
  ['ka', /\p{Script=Georgian}/gu],
  ['hy', /\p{Script=Armenian}/gu],
  ['am', /\p{Script=Ethiopic}/gu],
  ['km', /\p{Script=Khmer}/gu],
  ['my', /\p{Script=Myanmar}/gu],
]

const LANGUAGES = Object.keys(COMMON)

/** By word: indexes of the languages that it is common in. */
const BY_WORD = new Map<string, number[]>()
LANGUAGES.forEach((language, index) => {
  for (const word of new Set((COMMON[language] as string).split(' '))) getOrMake(BY_WORD, word, () => []).push(index)
})

/** So much of a text is read. */
const MAX_LETTERS = 600
/** Fewer words tell nothing. */
const MIN_WORDS = 25
/** Of the words of a text so many are common ones of its language; a word counts less the more languages it is common in, and the first leads by so much. */
const MIN_SHARE = 0.12
const MIN_LEAD = 1.4
/** Of the letters of a text so many are in its own script: names are written in others. */
const MIN_SCRIPT = 0.3
/** Kana stand between the Han of Japanese. */
const MIN_KANA = 0.1

/** Any letter that is neither Latin, Cyrillic, Arabic nor Devanagari, which many languages are written in. */
const OTHER_SCRIPT = /[^\P{L}\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Devanagari}]/u

function languageOfScript(text: string): string | undefined {
  const count = (letters: RegExp): number => text.match(letters)?.length ?? 0
  const least = count(/\p{L}/gu) * MIN_SCRIPT
  const [language, letters] = SCRIPTS.find(([, letters]) => count(letters) > least) ?? []
  return language === 'zh' && letters && count(KANA) > count(letters) * MIN_KANA ? 'ja' : language
}

/** The language as BCP 47 writes it, without a region; undefined where words and script leave it open. */
export function languageOfText(text: string): string | undefined {
  const read = text.slice(0, MAX_LETTERS).toLowerCase()
  const script = OTHER_SCRIPT.test(read) ? languageOfScript(read) : undefined
  if (script !== undefined) return script
  const words = read.match(/[\p{L}\p{M}]+/gu) ?? []
  if (words.length < MIN_WORDS) return undefined
  const common = new Uint16Array(LANGUAGES.length)
  const weight = new Float64Array(LANGUAGES.length)
  for (const word of words) {
    const of = BY_WORD.get(word) ?? []
    for (const index of of) {
      common[index]!++
      weight[index]! += 1 / of.length
    }
  }
  const [first = 0, second = 0] = [...weight.keys()].sort((a, b) => weight[b]! - weight[a]!)
  const isSure = common[first]! >= words.length * MIN_SHARE && weight[first]! >= weight[second]! * MIN_LEAD
  return isSure ? LANGUAGES[first] : undefined
}
