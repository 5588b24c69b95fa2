/** Lines in which a publisher asks readers to follow it elsewhere: they stand among paragraphs, and are about the site. */

import type { Block } from './blocks.ts'

/** Where readers are asked to follow. */
const ELSEWHERE =
  /(?<!\p{L})(?:telegram|whats ?app|google (?:news|nieuws|not[ií]cias|actualités|haberler|новост\p{L}+)|viber|facebook|instagram|youtube|tiktok|twitter|linkedin|threads|bluesky|mastodon|newsletters?|infolettre|hírlevél\p{L}*|nyhetsbrev\p{L}*|nieuwsbrief|rss|телеграм\p{L}*|вконтакте|ватсап\p{L}*|дзен\p{L}*|вайбер|whatsapp-?канал\p{L}*|व्हाट्स ?[एऐ]प|टेलीग्राम|गूगल न्यूज|تلغرام|تليجرام|تيليغرام|واتس ?[آا]ب|فيسبوك|テレグラム|メールマガジン|メルマガ|ニュースレター|텔레그램|뉴스레터|카카오톡|유튜브|微信|微博|公众号|公眾號)(?![\p{L}\p{M}]*\p{N})/iu

/** How they are asked where the verb stands first, by language. */
const FIRST: Readonly<Record<string, string>> = {
  en: '(?:please )?(?:follow(?! (?:these|this|along|the steps))|join|subscribe|sign up|like us|find us|click here to (?:follow|join|subscribe)|get our)',
  de: 'folgen sie|folg uns|folgt uns|abonnier\\p{L}+|melden sie sich|jetzt (?:abonnieren|anmelden)',
  fr: 'suivez|abonnez|rejoignez|inscrivez|retrouvez(?: nous|-nous)',
  es: 's[ií]gue(?:nos)?|siga(?:nos)?|únete|únase|suscr[ií]b\\p{L}+|apúntate|recibe|reciba|puedes seguir',
  it: 'seguici|segui|iscriviti|ricevi|unisciti',
  pt: 'siga(?:-nos)?|inscreva-se|assine|participe d|entre n[oa]|receba|clique aqui para (?:seguir|entrar|participar)',
  ca: 'segueix(?:-nos)?|subscriu',
  ro: 'urmăr\\p{L}+|abon(?:ea|a)\\p{L}+|intră',
  nl: 'volg(?: ons)?|schrijf (?:je|u)|meld (?:je|u)|abonneer',
  sv: 'följ|prenumerera|anmäl dig',
  da: 'følg|tilmeld dig|abonner',
  nb: 'følg|meld deg',
  fi: 'seuraa|tilaa|liity',
  pl: 'obserwuj|śledź|dołącz|subskrybuj|zapisz się|polub',
  cs: 'sledujte|přidejte se|odebírejte|přihlaste se',
  sk: 'sledujte|pridajte sa|prihláste sa',
  hu: 'kövess\\p{L}*|iratkozz\\p{L}*|csatlakozz\\p{L}*',
  hr: 'pratite|pridružite se|prijavite se',
  sl: 'spremljajte|pridružite se|naročite se',
  sq: 'na ndiqni|ndiqni|bashkohuni',
  el: 'ακολουθ[ήε]\\p{L}+|εγγραφείτε|βρείτε μας',
  ru: 'подпи(?:сывайтесь|шитесь)|следите за|читайте нас|присоединяйтесь|наш канал',
  uk: 'підпи(?:суйтесь|суйтеся|шіться)|стежте за|читайте нас|приєднуйтесь',
  bg: 'последвайте|абонирайте|присъединете се',
  sr: 'пратите нас|придружите се',
  id: 'ikuti|(?:mari )?(?:ber)?gabung|dapatkan (?:update )?berita',
  vi: 'theo dõi|đăng ký',
  ar: 'تابعوا|تابعونا|تابعنا|اشترك\\p{L}*|انضم\\p{L}*',
  he: 'עקבו|הצטרפו',
  zh: '关注|關注|扫码|订阅|訂閱',
}
/** How they are asked where the verb stands last. */
const LAST: Readonly<Record<string, string>> = {
  hi: '(?:जुड़ें|फॉलो करें|फ़ॉलो करें|सब्सक्राइब करें|जुड़िए)',
  tr: '(?:takip ed(?:in|ebilirsiniz)|abone ol(?:un|abilirsiniz)|katılın)',
  ja: '(?:フォロー|登録)(?:してください|をお願いします|はこちら(?:から)?)?',
  ko: '(?:구독|팔로우|추가)(?:하세요|하기|해주세요|해 주세요)?',
}
const ASKED = new RegExp(
  `^[^\\p{L}]*(?:${Object.values(FIRST).join('|')})|(?:${Object.values(LAST).join('|')})[^\\p{L}]*$`,
  'iu',
)

/** Longer lines say more. */
const MAX_LETTERS = 220

/** Whether a whole line asks readers to follow the publisher elsewhere. */
export const isInvitation = (line: string): boolean =>
  line.length <= MAX_LETTERS && ASKED.test(line) && ELSEWHERE.test(line)

/** A site invites its readers once or twice; a text that does so again and again is about those whom one may follow. */
const MOST = 4

/** Leaves out what invites readers to follow the site. */
export function leaveInvitations(blocks: readonly Block[], isChosen: Uint8Array): void {
  const found = [...isChosen.keys()].filter(i => isChosen[i] && isInvitation(blocks[i]!.text))
  if (found.length <= MOST) for (const i of found) isChosen[i] = 0
}
