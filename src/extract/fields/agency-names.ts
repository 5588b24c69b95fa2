/** Wire agencies, by the ways in which texts credit them. */

/** One pattern an agency. Marks that are words elsewhere are taken only as agencies write them. */
const AGENCIES: readonly RegExp[] = [
  /\bAssociated Press\b|\bAP\b|أسوشيتد برس|美联社|美聯社/,
  /\bReuters\b|\bREUTERS\b|\breuters\b|رويترز|Рейтер|Ρόιτερς|路透社?|ロイター|로이터/,
  /\bAgence France[- ]Presse\b|\bAFP\b|\bafp\b|فرانس برس|أ ?ف ?ب(?!\p{L})|法新社/u,
  /\bDeutsche Presse[- ]Agentur\b|\bdpa\b|\bDPA\b/,
  /\bPA Media\b|\bPress Association\b|\bPA\b/,
  /\bEuropa Press\b/i,
  /\bAgencia EFE\b|\bEFE\b|\befe(?=-epa\b)/,
  /\bANSA\b/,
  /\b(?:BELGA|Belga)\b/,
  /\bKeystone-SDA\b|\bSDA\b|\bsda\b|\bATS\b/,
  /\bAustria Presse Agentur\b|\bAPA\b/,
  /\bEvangelischer Pressedienst\b|\bepd\b/,
  /\bSID\b|\bsid\b(?=\s*\)|$)/,
  /\bKNA\b/,
  /\bUnited Press International\b|\bUPI\b/,
  /\bCanadian Press\b/,
  /\bAustralian Associated Press\b|\bAAP\b/,
  /\bANP\b/,
  /\bNTB\b/,
  /\bTT Nyhetsbyrån\b|(?<=^\(?|[/:]\s?)TT(?=\)?$|[/,])/,
  /\bRitzau\b/i,
  /\bSTT\b/,
  /\bPAP\b/,
  /(?<!\p{L})[ČC]TK(?!\p{L})/u,
  /\bMTI\b/,
  /(?<!\p{L})(?:TASS|ТАСС)(?!\p{L})/u,
  /\bInterfax\b|интерфакс/i,
  /\bUkrinform\b|У[кК]р[иіИІ]нформ/,
  /\bRIA Novosti\b|РИА Новости/,
  /\bXinhua\b|新华社|新華社/,
  /\bChina News Service\b|中新社/,
  /\bCentral News Agency\b|中央社/,
  /\bKyodo(?: News)?\b|共同通信|共同/,
  /\bJiji(?: Press)?\b|時事通信|時事/,
  /\bYonhap\b|연합뉴스/,
  /\bNewsis\b|뉴시스/,
  /\bPress Trust of India\b|\bPTI\b/,
  /\bIANS\b/,
  /\bAsian News International\b|\bANI\b/,
  /\bBernama\b/,
  /\bANTARA\b|\bAntara\b/,
  /\bAGERPRES\b|\bAgerpres\b/,
  /\bTanjug\b/,
  /\bHINA\b|(?<=\()Hina(?=\))/,
  /\bAdnkronos\b/i,
  /\bItalpress\b/i,
  /\bT[ée]lam\b/,
  /\bFolhapress\b/,
  /\bLusa\b/,
  /\bAnadolu(?: Ajansı| Agency)?\b|(?<=^\(?|[/:]\s?)AA\b(?!\s\p{Lu}\p{Ll})|الأناضول/u,
  /\bDHA\b/,
  /(?<!\p{L})[İI]HA(?!\p{L})/u,
  /(?<!\p{L})ΑΠΕ(?:[- ]ΜΠΕ)?(?!\p{L})|\bANA-MPA\b/u,
  /\bTTXVN\b|\bVNA\b/,
  /\bTASR\b/,
  /\bBTA\b|(?<!\p{L})БТА(?!\p{L})/u,
  /\bAgência Brasil\b/,
  /\bEstadão Conteúdo\b/,
  /\bPrensa Latina\b/,
  /(?<!\p{L})(?:واس|وام|كونا|قنا|بترا|وفا)(?!\p{L})/u,
  /(?<!\p{L})(?:ایرنا|ایسنا|تسنیم)(?!\p{L})/u,
  /\bField Level Media\b/,
]

/** The agencies that credits name, each once, as it is written first. */
export function agenciesIn(...credits: readonly string[]): readonly string[] {
  const found = new Map<RegExp, string>()
  for (const credit of credits)
    for (const agency of AGENCIES) {
      const written = agency.exec(credit)?.[0]
      if (written !== undefined && !found.has(agency)) found.set(agency, written)
    }
  return [...found.values()]
}
