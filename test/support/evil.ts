/** Files that are small, and take very long to draw. */

/** A page whose drawing is a billion and more drawings: each form paints the next one many times over. */
export function endlessPage(salt = '') {
  const levels = Array.from({ length: 12 }, (_, at) => at)
  const form = (at: number) => {
    const last = at === levels.length - 1
    const drawing = last ? '0 0 9 9 re f' : `/F${at + 1} Do `.repeat(12)
    const resources = last ? '' : `/Resources<</XObject<</F${at + 1} ${at + 11} 0 R>>>>`
    return `${at + 10} 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 99 99]${resources}/Length ${drawing.length}>>stream\n${drawing}\nendstream endobj`
  }
  return Buffer.from(
    [
      `%PDF-1.4 ${salt}`,
      '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
      '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
      '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<</XObject<</F0 10 0 R>>>>>>endobj',
      '4 0 obj<</Length 6>>stream\n/F0 Do\nendstream endobj',
      ...levels.map(form),
      'trailer<</Root 1 0 R>>'
    ].join('\n')
  )
}
