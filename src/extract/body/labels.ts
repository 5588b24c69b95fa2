/** Lines that sites set between paragraphs and that are never an article's own: advertising labels, words of players and of scripts that did not run. */

const LABELS: readonly RegExp[] = [
  /^(?:advertisement|advertisement(?: - |\s+)(?:scroll to continue|continue reading below)|sponsored content|story continues(?: below(?: (?:this )?ad(?:vertisement)?)?)?|article continues (?:below|after)(?: (?:this )?ad(?:vertisement)?)?)$/i,
  /^(?:anzeige|werbung|publicité|la suite après (?:la|cette) publicité|publicidad|pubblicità|publicidade|continua após a publicidade|advertentie|annonce|annons|reklama|reklame|реклама|διαφήμιση|reklam|iklan|quảng cáo|広告|廣告|广告|광고|إعلان|विज्ञापन|โฆษณา)$/iu,
  /^(?:loading|laden|chargement|cargando|caricamento|carregando|загрузка)(?:\.\.\.|…)$/iu,
  /^(?:your browser does not support (?:the )?(?:video|audio)(?: tag| element)?|this video (?:can ?not|is unable to) be played|please enable javascript.*|javascript is (?:disabled|required).*)\.?$/i,
  /^(?:share(?: this(?: article| story)?)?|copy link|print this (?:article|page)|teilen|partager|compartir|condividi|compartilhar|поделиться|udostępnij)$/iu,
]

const MAX_LETTERS = 90

/** What a script would have filled in, in the form of a widget ("write to {* address *}") or as a line of its own. */
const UNFILLED = /\{\*\s*[#\w.]+\s*\*\}|^\{\{[^{}]*\}\}$/

/** Whether a whole line is one of these. */
export function isSiteLabel(line: string): boolean {
  if (line.includes('{') && UNFILLED.test(line)) return true
  return line.length <= MAX_LETTERS && LABELS.some(label => label.test(line))
}
