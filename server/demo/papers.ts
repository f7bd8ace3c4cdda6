/** What lies in the demo's rooms as files: drawn and written here, small, and the same each time. */
import sharp from 'sharp'

const written = (text: string) => async () => Buffer.from(text.trimStart())

export const groutNotes = written(`
Fugi, łazienka damska i męska

1. Na rzucie są ciemnoszare. Prosimy o jaśniejsze, zbliżone do płytki.
2. Narożnik przy oknie: ten sam kolor, bez listwy.
3. Próbkę obejrzymy w czwartek na miejscu.
`)

export const nicheSurvey = written(`
wymiar;cm
szerokość przy podłodze;342,0
szerokość przy suficie;341,6
wysokość po lewej;246,0
wysokość po prawej;245,4
odchyłka ściany przy oknie;1,4
`)

export const estimate = written(`
pozycja;koszt netto
glazura i podkłady;24 300
hydraulika;17 850
elektryka;15 420
zabudowa kuchenna;14 360
razem;71 930
`)

/** Two bathrooms seen from above, with their tiles. */
export const tilesPlan = () => sharp(Buffer.from(drawing())).png({ compressionLevel: 9 }).toBuffer()

const drawing = () => `<svg xmlns="http://www.w3.org/2000/svg" width="960" height="640">
  <rect width="960" height="640" fill="#fbfaf7"/>
  ${room(60, 60, 400, 520, '#dfe7ea')}${room(500, 60, 400, 520, '#e9e2d6')}
  <path d="M60 420v110M900 300v110" stroke="#fbfaf7" stroke-width="14"/>
  <path d="M60 530h-50a110 110 0 0 1 50-110M900 300a110 110 0 0 1-110 110" fill="none" stroke="#6b645b" stroke-width="2"/>
  ${basin(110, 90)}${basin(220, 90)}${basin(550, 90)}${basin(660, 90)}
  <rect x="350" y="420" width="100" height="150" fill="#fff" stroke="#6b645b" stroke-width="2"/>
  <circle cx="400" cy="495" r="9" fill="none" stroke="#6b645b" stroke-width="2"/>
</svg>`

const room = (x: number, y: number, width: number, height: number, tile: string) => {
  const tiles: string[] = []
  for (let left = x; left < x + width; left += 40)
    for (let top = y; top < y + height; top += 40)
      tiles.push(
        `<rect x="${left}" y="${top}" width="40" height="40" fill="${tile}" stroke="#fbfaf7" stroke-width="3"/>`
      )
  const walls = `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="none" stroke="#2b2622" stroke-width="8"/>`
  return tiles.join('') + walls
}

const basin = (x: number, y: number) =>
  `<rect x="${x}" y="${y}" width="84" height="56" rx="12" fill="#fff" stroke="#6b645b" stroke-width="2"/>
   <ellipse cx="${x + 42}" cy="${y + 30}" rx="28" ry="17" fill="none" stroke="#6b645b" stroke-width="2"/>`
