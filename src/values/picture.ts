/** Addresses of pictures: how wide they are asked for, and whether two are of the same one. */

/** How image servers are asked for a width: `?w=640`, `/w_640,`, `/max/640/`, `-640x480.`. */
const WIDTH =
  /[?&;](?:w|width)=(\d+)|[/,]w(?:idth)?[_-](\d+)(?=[,/])|\/max\/(\d+)\/|[-_/](\d{2,4})x\d{2,4}(?=[./_-]|$)/i

/** The width in pixels that an address asks for. */
export function widthIn(url: string): number | undefined {
  const width = Number(
    WIDTH.exec(url)
      ?.slice(1)
      .find(digits => digits !== undefined),
  )
  return width > 0 ? width : undefined
}

/** Whether two addresses are of one picture: the same file name without its size, or a shared identifier. */
export const isSamePicture = (a: string, b: string): boolean => samePictureAs(b)(a)

/** Asks of many addresses whether they are of one picture. */
export function samePictureAs(address: string): (other: string) => boolean {
  const stem = stemOf(address)
  const ids = idsOf(address)
  return other => {
    if (other === address) return true
    // What makes a name or an identifier stands in the address as a piece: most addresses hold none of them.
    const written = decode(other).toLowerCase()
    if (stem.length > 5 && written.includes(stem) && stemOf(other) === stem) return true
    return ids.some(id => written.includes(id)) && idsOf(other).some(id => ids.includes(id))
  }
}

/** The file name without ending, size and the marks of content systems. */
function stemOf(url: string): string {
  const name =
    decode(url.replace(/[?#].*$/, ''))
      .split('/')
      .findLast(part => part !== '') ?? ''
  return name
    .toLowerCase()
    .replace(/\.(?:jpe?g|png|webp|avif)/g, '')
    .replace(
      /[-_](?:scaled|e\d{10,13}|\d{2,4}x\d{2,4}(?:-c)?|\d{3,4}w|large|medium|small|thumb(?:nail)?|original|landscape|square)$/g,
      '',
    )
}

/** Pieces of an address that no other picture has: long, with several digits but no date, or long words. */
function idsOf(url: string): string[] {
  return decode(url)
    .replace(/^https?:\/\/[^/]+/, '')
    .toLowerCase()
    .split(/[/?&=,.:;%\s]+/)
    .flatMap(part => [part, ...part.split(/[_-]{1,2}(?=\d{3,4}x\d{3,4}|\d{3,4}w?$)/)])
    .filter(part => part.length >= 8 && !/^(?:19|20)\d{6}$/.test(part))
    .filter(part => part.length >= 14 || (part.match(/\d/g)?.length ?? 0) >= 4)
    .filter(
      part =>
        !/^[\d-]+x[\d-]+$|^(?:width|height|quality|upload|content|images?|static|media|original|resize|crop)[\d-]*$/.test(
          part,
        ),
    )
}

function decode(url: string): string {
  if (!url.includes('%')) return url
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
