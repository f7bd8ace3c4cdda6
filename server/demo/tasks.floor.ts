import {
  change,
  clients,
  date,
  everyone,
  ewa,
  from,
  jan,
  kasia,
  file,
  link,
  magda,
  marek,
  ola,
  on,
  partners,
  pawel,
  piotr,
  shared,
  text,
  thread,
  tomek,
  until
} from './script.ts'
import { estimate, groutNotes, nicheSurvey, tilesPlan } from './papers.ts'
import type { DemoRoom } from './script.ts'

/** The one room where everybody meets: two clients and two partners who do not see each other. */
export const secondFloor: DemoRoom = {
  title: 'Łazienki i kuchnia, 2. piętro',
  description: text`Remont dwóch łazienek i kuchni pracowniczej: podkłady, glazura, nowa rozdzielnia z obwodami, zabudowa kuchenna. Prace głośne po uzgodnieniu. Odbiór końcowy ${date(14)}.`,
  place: 'ul. Rumiankowa 8, 2. piętro',
  organization: 'saldomiar',
  status: 'doing',
  priority: 'high',
  start: -15,
  due: 14,
  progress: 10,
  estimate: 84600,
  cost: 71930,
  internalNotes: 'Klucze u portiera do 18:00. Zapas w hydraulice, ruszamy go dopiero po rozmowie z Magdą.',
  opened: { at: '-15 8:30', by: 'ola' },
  performers: ['jan', 'marek'],
  notified: ['ola', 'magda', 'pawel', 'kasia', 'tomek', 'piotr', 'ewa'],
  talk: [
    thread(
      ola.everyone`-15 8:45 Dzień dobry, ruszamy z pracami na 2. piętrze. Zakres: dwie łazienki, kuchnia z zabudową i nowa rozdzielnia. Odbiór końcowy planujemy ${on(14)}. Pytania i uwagi proszę pisać tutaj, czyta je cały zespół.`,
      kasia`-15 9:30 Dzień dobry, dziękujemy. W pokojach od ulicy normalnie pracujemy, więc bardzo proszę o osłony na korytarzu.`,
      jan.saldomiar`-15 10:05 Osłony z folii i maty na posadzkę będą wisieć ${on(-14)} przed siódmą.`
    ),
    thread(
      piotr`-15 11:20 Dzień dobry. Materiał proszę wozić windą towarową, klucz jest u portiera. W klatce nic nie może zostawać na noc.`,
      jan.rumiankowa`-15 11:45 Jasne. Windą jeździmy od 7 do 15, a klatkę zamiatamy po każdym wnoszeniu.`
    ),
    magda`-14 13:10 Wpisane: wycena 84 600 zł netto, koszt na dziś 71 930 zł. Prawie cały zapas siedzi w hydraulice. ${pawel}, dopisz proszę godziny ekipy, zanim mi uciekną.`,
    thread(
      marek`-12 7:50 Bruzdy w łazience przy schodach gotowe. W kuchni potrzebuję wysokości gniazd nad blatem, inaczej stoję.`,
      jan.iskrzak`-12 8:15 Gniazda 112 cm od gotowej posadzki, blat ma 91. Rysuję to na ścianie, nie ściera się.`
    ),
    thread(
      ewa`-11 9:20 Wnęka kuchenna zmierzona: 342 × 246 cm, ściana przy oknie ucieka o 14 mm. Proponuję listwę maskującą zamiast dosztukowania blatu.`,
      ola.debiszcze`-11 10:40 Listwa będzie w porządku, byle w kolorze korpusu. Jan wyrówna, ile się da, tynkiem.`
    ),
    thread(
      jan.clients`-8 9:10 Uprzedzam o głośnych pracach: kucie w stropie ${on(-6)} między 9:00 a 12:00. Potem zostaje już tylko szlifowanie.`,
      tomek`-8 9:35 Mamy wtedy o dziewiątej audyt w sali narad. Da się zacząć po dziesiątej?`,
      jan.saldomiar`-8 9:50 Da się. Zaczniemy o 10:15 i skończymy przed 13:00.`,
      piotr`-8 11:05 Wywieszę kartkę w windzie. Trzynasta to ostateczność, na parterze śpią dzieci.`
    ),
    thread(
      jan.partners`-6 13:30 Kolejność ${from(-5)}: rozdzielnia i przewody w kuchni, potem korpusy. Dopóki kable nie są odebrane, nikt nie zamyka ścian.`,
      marek`-6 15:20 Przewody w kuchni kończę ${on(-4)}, rozdzielnię zrobię ${until(0)}.`,
      ewa`-6 16:05 Korpusy mogę przywieźć dopiero, gdy będzie sucho. Wilgotność poniżej 60%, inaczej się wypaczą.`
    ),
    thread(
      tomek`-5 10:20 Kiedy druga transza: po odbiorze instalacji czy po płytkach? Muszę ją wpisać w plan płatności.`,
      magda.saldomiar`-5 11:00 Po płytkach, 40% wartości umowy. Termin 14 dni od podpisania protokołu.`
    ),
    thread(
      jan.clients`-2 14:20 Podkłady w obu łazienkach są gotowe. Wrzucam rzut z układem płytek, proszę zerknąć na narożnik przy oknie.`,
      kasia`-2 15:02 Narożnik wygląda dobrze. Czy fugi mogą być jaśniejsze niż na rzucie?`,
      jan.saldomiar`-2 15:10 Tak, bez dopłaty. Próbkę pokażę ${on(2)}.`,
      piotr`-2 15:25 A izolacja pod płytkami jest? Dwa lata temu zalało parter i do dziś o tym słyszę.`,
      jan.rumiankowa`-2 15:40 Jest: folia w płynie, dwie warstwy, taśmy w narożach. Zdjęcia dołożę do protokołu.`
    ),
    ewa`-1 14:38 ${ola}, mam wolny termin montażu ${on(8)}. Rezerwuję go ${until(3)}, potem oddaję komuś innemu.`,
    magda`0 8:41 Przy zieleni leśnej marża spada do 11%. ${ola}, zostawmy dopłatę, hurtownia nie zejdzie z ceny.`,
    thread(
      shared(
        marek`0 9:05 Rozdzielnia gotowa. Do odbioru brakuje karty katalogowej opraw, wrzucam link.`,
        '0 9:12',
        'jan',
        partners
      ),
      jan.iskrzak`0 10:15 Karta jest już w protokole, widzimy się na odbiorze.`
    ),
    thread(
      ola.everyone`0 9:30 Uwaga: ${on(2)} od 7:00 do 11:00 na 2. piętrze nie będzie wody. Ekipy zaczynają o 11:30, ${from(3)} wszystko wraca do zwykłych godzin.`,
      kasia`0 9:58 Dziękujemy za uprzedzenie. Kawę na ten ranek załatwimy z termosu.`
    )
  ],
  files: [
    file('-2 14:22', 'jan', 'Rzut łazienek, układ płytek.png', tilesPlan, clients),
    file('-2 15:04', 'kasia', 'Uwagi do fug.txt', groutNotes),
    file('-1 9:10', 'ewa', 'Pomiar wnęki.csv', nicheSurvey),
    file('-14 13:14', 'magda', 'Kosztorys roboczy.csv', estimate)
  ],
  links: [
    link(
      '-2 14:21',
      'jan',
      'https://dobryfach.example/rzuty/rumiankowa-2p',
      'Rzut łazienek z układem płytek',
      clients
    ),
    link(
      '0 9:06',
      'marek',
      'https://iskrzak.example/karty/oprawa-nad-lustro',
      'Oprawy nad lustra, karta katalogowa'
    ),
    link('-14 13:12', 'magda', 'https://dobryfach.example/kosztorysy/rumiankowa-2p', 'Kosztorys wewnętrzny'),
    link(
      '-15 8:50',
      'ola',
      'https://dobryfach.example/harmonogramy/rumiankowa-2p',
      'Harmonogram prac',
      everyone
    )
  ],
  decisions: [
    {
      at: '-8 9:12',
      by: 'jan',
      question: 'Głośne prace w stropie między 9:00 a 12:00: czy to Państwu odpowiada?',
      asked: ['tomek'],
      due: -7,
      answers: [
        { at: '-8 9:36', by: 'tomek', choice: 'reject', reason: 'O dziewiątej mamy audyt w sali narad.' }
      ],
      next: {
        at: '-8 9:52',
        by: 'jan',
        question: 'Głośne prace w stropie od 10:15 do 13:00: czy to Państwu odpowiada?',
        asked: ['tomek'],
        due: -7,
        answers: [
          { at: '-8 10:04', by: 'tomek', choice: 'approve', reason: 'Audyt kończy się o dziesiątej.' }
        ]
      }
    },
    {
      at: '-1 10:30',
      by: 'ola',
      question: 'Które płytki kładziemy w łazienkach?',
      options: [
        ['Kamień jasny, 60 × 60', 'w cenie umowy'],
        ['Zieleń leśna, 12 × 14', '+ 2 340,00 zł netto']
      ],
      asked: ['kasia', 'tomek'],
      due: 1,
      about: ['Rzut łazienek z układem płytek']
    },
    {
      at: '0 10:18',
      by: 'jan',
      question: 'Czy rozdzielnię zgłaszamy do odbioru razem z oprawami nad lustra?',
      asked: ['marek'],
      due: 2,
      about: ['Oprawy nad lustra, karta katalogowa']
    }
  ],
  changes: [
    change('-10 15:05', 'jan', { progress: 30 }),
    change('-5 15:10', 'jan', { progress: 45 }),
    change('-2 14:15', 'jan', { progress: 55 }),
    change('0 8:15', 'jan', { progress: 62 })
  ]
}
