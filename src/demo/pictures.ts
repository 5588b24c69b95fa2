/** The pictures of the demo's stories, drawn as SVG: no file, no licence, sharp at any size. */

interface Palette {
  readonly sky: readonly [top: string, bottom: string]
  readonly land: readonly [far: string, near: string]
  readonly accent: string
}

const PALETTES: readonly [Palette, ...Palette[]] = [
  { sky: ['#f6d7b0', '#e8a48c'], land: ['#7d6b83', '#3e3a55'], accent: '#fff3df' },
  { sky: ['#bcd9e6', '#e9efe6'], land: ['#6f9a95', '#2f5d62'], accent: '#e4572e' },
  { sky: ['#d9d2e9', '#f3e3d3'], land: ['#8a8fb0', '#4a4e7a'], accent: '#f2b84b' },
]
const NIGHT: Palette = { sky: ['#0b1030', '#2a3a6b'], land: ['#1b2345', '#0a0e22'], accent: '#fdf6c9' }

const SHAPES: Readonly<Record<string, (palette: Palette) => string>> = {
  harbour: ({ accent, land: [, near] }) =>
    `${sea(near)}<path d="M760 500 h190 l-34 54 h-126z" fill="${near}"/><path d="M850 500 v-170 l96 150z" fill="${accent}"/><path d="M0 560 h420 v115 h-420z" fill="${near}"/>`,
  river: ({ land: [far], accent }) =>
    `<path d="M520 360 C700 430 340 520 640 675 H1000 C700 540 880 440 560 360z" fill="${accent}" opacity=".75"/><circle cx="260" cy="400" r="52" fill="${far}"/>`,
  hills: ({ accent }) => `<circle cx="880" cy="190" r="72" fill="${accent}"/>`,
  ship: ({ accent, land: [, near] }) =>
    `${sea(near)}<path d="M300 470 h620 l-60 90 h-500z" fill="${near}"/><path d="M400 400 h380 v70 h-380z" fill="${accent}"/><path d="M600 320 h70 v80 h-70z" fill="${near}"/>`,
  lighthouse: ({ accent, land: [, near] }) =>
    `${sea(near)}<path d="M640 170 L1200 90 V260z" fill="${accent}" opacity=".5"/><path d="M560 560 l24 -370 h52 l24 370z" fill="${accent}"/><path d="M574 150 h72 v40 h-72z" fill="${near}"/><path d="M430 560 q180 -70 360 0z" fill="${near}"/>`,
  island: ({ land: [far, near], accent }) =>
    `${sea(far)}<path d="M260 500 q170 -190 330 -120 q190 -30 320 120z" fill="${near}"/><path d="M300 170 q20 -22 40 0 q20 -22 40 0 M430 220 q16 -18 32 0 q16 -18 32 0" fill="none" stroke="${accent}" stroke-width="6"/>`,
  bridge: ({ land: [, near], accent }) =>
    `<path d="M0 590 H1200 V675 H0z" fill="${accent}" opacity=".8"/><path d="M0 430 H1200 V600 H1080 a130 130 0 0 0 -260 0 H730 a130 130 0 0 0 -260 0 H380 a130 130 0 0 0 -260 0 H0z" fill="${near}"/>`,
  night: ({ accent }) =>
    Array.from(
      { length: 140 },
      (_, star) =>
        `<circle cx="${(star * 397) % 1200}" cy="${(star * 229 + ((star * star) % 61)) % 430}" r="${1 + (star % 3)}" fill="${accent}"/>`,
    ).join(''),
}

/**
 * A landscape of 1200 by 675.
 * @param scene one of harbour, river, hills, ship, lighthouse, island, bridge, night; any other is plain hills
 * @param turn picks the colours, so that two pictures of one scene differ
 */
export function drawPicture(scene: string, turn: number): string {
  const palette = scene === 'night' ? NIGHT : (PALETTES[turn % PALETTES.length] ?? PALETTES[0])
  const [top, bottom] = palette.sky
  const [far, near] = palette.land
  const shape = (SHAPES[scene] ?? SHAPES['hills'])?.(palette) ?? ''
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 675" width="1200" height="675">
<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset="1" stop-color="${bottom}"/></linearGradient></defs>
<path d="M0 0 H1200 V675 H0z" fill="url(#sky)"/>
<path d="M0 450 Q220 ${300 + (turn % 4) * 20} 470 420 T900 390 T1200 430 V675 H0z" fill="${far}"/>
<path d="M0 540 Q300 ${440 + (turn % 3) * 20} 620 530 T1200 500 V675 H0z" fill="${near}"/>
${shape}</svg>`
}

function sea(colour: string): string {
  return `<path d="M0 520 H1200 V675 H0z" fill="${colour}" opacity=".55"/>`
}
