// What stands in the first bytes of files that hold no text; offset 4 for the family of MP4.
const SIGNATURES: readonly (readonly [offset: number, signature: string])[] = [
  [0, '\x89PNG'],
  [0, 'GIF8'],
  [0, '\xff\xd8\xff'],
  [0, 'RIFF'],
  [0, 'OggS'],
  [0, 'ID3'],
  [0, '\x1aE\xdf\xa3'],
  [0, '%PDF-'],
  [0, 'PK\x03\x04'],
  [0, 'Rar!'],
  [0, '7z\xbc\xaf'],
  [0, '\x7fELF'],
  [0, '\0asm'],
  [0, 'wOFF'],
  [0, 'wOF2'],
  [4, 'ftyp'],
]

/** Whether a declared type is one of pictures, sound, film or fonts. SVG counts: it is no page to read either. */
export function isMediaType(contentType: string | undefined): boolean {
  return /^\s*(?:image|audio|video|font)\//i.test(contentType ?? '')
}

/** Whether a body begins like a picture, sound, film, archive or program, whatever its headers say. */
export function isMediaBody(firstBytes: Uint8Array): boolean {
  const start = Buffer.from(firstBytes.subarray(0, 12)).toString('latin1')
  return SIGNATURES.some(([offset, signature]) => start.startsWith(signature, offset))
}
