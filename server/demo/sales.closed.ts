import { change, clients, date, iza, jan, kasia, link, magda, ola, pawel, text, thread } from './script.ts'
import type { DemoSale } from './script.ts'

/** What was won and what was lost. */
export const closedSales: DemoSale[] = [
  {
    title: 'Umowa: łazienki i kuchnia',
    description: text`Remont dwóch łazienek i kuchni na 2. piętrze, umowa na 84 600 zł netto, odbiór ${date(14)}.`,
    place: 'ul. Rumiankowa 8, 2. piętro',
    organization: 'saldomiar',
    status: 'doing',
    priority: 'high',
    due: -14,
    estimate: 84600,
    cost: 71930,
    internalNotes: 'Rabat za komplet już w cenie. Dopłaty tylko aneksem.',
    stage: 'negotiation',
    value: 84600,
    probability: 85,
    opened: { at: '-15 7:30', by: 'ola' },
    performers: ['ola', 'jan'],
    notified: ['kasia', 'magda'],
    talk: [
      thread(
        ola.clients`-15 7:45 Umowa gotowa do podpisu. Prace zaczynamy jeszcze dziś, jak się umawialiśmy, podpis może być elektroniczny.`,
        kasia`-15 14:10 Podpisane po naszej stronie. Bardzo proszę o harmonogram dla zespołu.`
      ),
      jan`-14 8:00 Harmonogram wisi w pokoju tego zadania, tu już nic nie dokładajmy.`,
      magda`-14 9:30 Umowa w obu egzemplarzach u mnie, zaliczka 30% do wystawienia.`
    ],
    links: [
      link('-15 7:46', 'ola', 'https://dobryfach.example/umowy/rumiankowa-2p', 'Umowa do podpisu', clients)
    ],
    changes: [change('-14 9:40', 'ola', { stage: 'won', probability: 100, status: 'done', progress: 100 })]
  },
  {
    title: 'Serwis po gwarancji, parter',
    description: text`Dwa przeglądy w roku po zakończeniu gwarancji: drzwi, rolety, silikony, drobne naprawy.`,
    place: 'ul. Rumiankowa 8, parter',
    organization: 'saldomiar',
    status: 'doing',
    priority: 'low',
    due: -1,
    estimate: 9600,
    cost: 6200,
    stage: 'offer',
    value: 9600,
    probability: 60,
    opened: { at: '-8 14:00', by: 'iza' },
    performers: ['iza'],
    notified: ['kasia'],
    talk: [
      thread(
        iza.clients`-8 14:10 Po przeglądzie gwarancja się kończy. Dwa przeglądy w roku to 800 zł miesięcznie, drobne części w cenie.`,
        kasia`-6 10:40 Pasuje, zwłaszcza rolety. Proszę o umowę na rok z możliwością przedłużenia.`
      ),
      iza.clients`-2 11:30 Umowa podpisana, dziękujemy. Pierwszy przegląd za pół roku, przypomnimy dwa tygodnie wcześniej.`
    ],
    links: [
      link('-6 11:00', 'iza', 'https://dobryfach.example/umowy/serwis-parter', 'Umowa serwisowa', clients)
    ],
    changes: [change('-2 11:35', 'iza', { stage: 'won', probability: 100, status: 'done', progress: 100 })]
  },
  {
    title: 'Balkon i taras przy Lipowej',
    description: text`Hydroizolacja, płyty na wspornikach i balustrada na dwóch poziomach.`,
    place: 'ul. Lipowa 6, Olszanów',
    status: 'doing',
    priority: 'normal',
    due: -6,
    estimate: 47000,
    cost: 38500,
    stage: 'negotiation',
    value: 47000,
    probability: 40,
    opened: { at: '-13 10:00', by: 'pawel' },
    performers: ['pawel'],
    notified: ['ola'],
    talk: [
      pawel`-13 10:15 Klient chce gotowego tarasu za dwa tygodnie. Sama izolacja wiąże dziesięć dni.`,
      ola`-12 12:10 Nie obiecujmy, czego się nie da. Zaproponuj spokojniejszy termin i cenę bez zmian.`,
      pawel`-6 14:30 Nie czekał, wziął ekipę bez gwarancji. Zostawiłem nasz numer, na wszelki wypadek.`
    ],
    changes: [change('-6 14:40', 'pawel', { stage: 'lost', probability: 0, status: 'done' })]
  },
  {
    title: 'Antresola w pracowni',
    description: text`Antresola stalowa na archiwum, schody i barierka. Wymagała ekspertyzy stropu.`,
    place: 'ul. Strychowa 22, Olszanów',
    organization: 'kreska',
    status: 'waiting',
    priority: 'normal',
    due: -9,
    estimate: 28500,
    stage: 'qualified',
    value: 28500,
    probability: 30,
    opened: { at: '-15 12:00', by: 'jan' },
    archived: { at: '-6 15:20', by: 'jan' },
    performers: ['jan'],
    notified: ['iza'],
    talk: [
      jan`-14 11:00 Bez ekspertyzy stropu nie podam ceny. Konstruktor ma termin za trzy tygodnie.`,
      iza`-12 15:00 Pracownia rezygnuje z antresoli, zostawia archiwum w pokoju obok. Zamykamy.`,
      jan`-9 14:10 Zapisuję powód: termin konstruktora. Na poddasze wrócą sami, tak obiecali.`
    ],
    changes: [change('-9 14:20', 'jan', { stage: 'lost', probability: 0, status: 'done' })]
  }
]
