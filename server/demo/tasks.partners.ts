import {
  change,
  date,
  ewa,
  hubert,
  iza,
  jan,
  link,
  magda,
  marek,
  ola,
  on,
  partners,
  pawel,
  text,
  thread,
  until
} from './script.ts'
import type { DemoRoom } from './script.ts'

/** What the firm does with its partners, where no client is in the room. */
export const partnerTasks: DemoRoom[] = [
  {
    title: 'Oświetlenie ewakuacyjne',
    description: text`Osiem opraw awaryjnych na drodze ewakuacyjnej 2. piętra, z testem i dziennikiem. Typ opraw do akceptacji przez rzeczoznawcę.`,
    place: 'ul. Rumiankowa 8, 2. piętro',
    organization: 'saldomiar',
    status: 'doing',
    priority: 'high',
    start: -8,
    due: 3,
    progress: 35,
    estimate: 7200,
    cost: 5900,
    internalNotes: 'Rzeczoznawca z polecenia Piotra, płacimy mu osobno.',
    opened: { at: '-9 7:30', by: 'jan' },
    performers: ['marek'],
    notified: ['jan', 'ola'],
    talk: [
      thread(
        jan.partners`-9 7:45 Rzeczoznawca chce opraw z autotestem i podtrzymaniem dwie godziny. Masz takie w hurtowni?`,
        marek`-9 15:20 Mam osiem sztuk z autotestem, ale z podtrzymaniem jedna godzina. Dwugodzinne na zamówienie.`
      ),
      jan`-8 8:00 Dwugodzinne drożej o 90 zł sztuka. ${ola}, biorę je z zapasu, inaczej odbiór się posypie.`,
      jan.partners`-8 9:15 Bierzemy dwugodzinne. Kartę katalogową proszę dać tutaj, wyślę ją rzeczoznawcy.`,
      marek`-6 15:45 Karta w linku. Zamówione, dostawa ${on(1)}.`,
      thread(
        jan.partners`-2 8:10 Rzeczoznawca ma kartę od czterech dni i milczy. Dzwonię codziennie, odpowiedź ma być ${until(2)}.`,
        marek`-2 15:50 Ja mogę montować od razu. Puszki i przewody czekają, zostaną tylko zawieszone oprawy.`
      )
    ],
    links: [
      link(
        '-6 15:46',
        'marek',
        'https://iskrzak.example/karty/oprawa-awaryjna-2h',
        'Oprawa awaryjna 2 h, karta katalogowa'
      )
    ],
    changes: [change('-6 16:00', 'jan', { status: 'waiting', progress: 50 })]
  },
  {
    title: 'Pomiar drzwi i ościeżnic, 3 lokale',
    description: text`Otwory po demontażu starych futryn: szkoła, pensjonat i magazyn. Wymiary do zamówienia skrzydeł.`,
    place: 'Olszanów, trzy adresy',
    status: 'doing',
    priority: 'normal',
    start: -3,
    due: '0 13:00',
    progress: 30,
    estimate: 1200,
    cost: 900,
    opened: { at: '-5 8:00', by: 'hubert' },
    performers: ['ewa', 'hubert'],
    notified: ['iza'],
    talk: [
      hubert.partners`-5 8:15 Adresy i telefony do gospodarzy są w linku. Najpierw szkoła, tam wpuszczają tylko do 14:00.`,
      ewa`-3 14:30 Szkoła zmierzona: cztery otwory, każdy inny. Dwa trzeba będzie podkuć o 3 cm.`,
      hubert.partners`-3 15:00 Podkucie robimy my. Zapisz je proszę przy wymiarach, żeby nikt nie zamówił na gotowo.`,
      ewa`-1 15:25 Pensjonat też zrobiony. Magazyn zostaje na ostatni dzień, gospodarz wraca ${on(0)}.`
    ],
    links: [
      link(
        '-5 8:16',
        'hubert',
        'https://dobryfach.example/pomiary/drzwi-trzy-lokale',
        'Adresy i arkusz pomiarowy',
        partners
      )
    ],
    changes: [change('-1 15:28', 'hubert', { progress: 70 })]
  },
  {
    title: 'Protokół odbioru instalacji',
    description: text`Odbiór przewodów i rozdzielni na 2. piętrze przed zamknięciem ścian. Bez niego nie wchodzi stolarnia.`,
    place: 'ul. Rumiankowa 8, 2. piętro',
    organization: 'iskrzak',
    status: 'todo',
    priority: 'high',
    due: 0,
    internalNotes: 'Po podpisie Magda zwalnia Markowi drugą transzę.',
    opened: { at: '-4 9:00', by: 'jan' },
    performers: ['jan', 'marek'],
    notified: ['magda'],
    talk: [
      thread(
        jan.partners`-4 9:10 Odbiór robimy razem ${on(0)}. Proszę przygotować pomiary i opisy obwodów na drzwiach rozdzielni.`,
        marek`-4 15:10 Pomiary są. Opisy wydrukuję, jak dołożycie nazwy pomieszczeń po waszemu.`,
        jan.partners`-3 7:40 Nazwy w linku, takie same jak w umowie z klientem.`
      ),
      magda`-1 9:30 Druga transza dla Iskrzaka gotowa do przelewu, czekam tylko na podpisany protokół.`,
      marek`0 7:35 Będę na miejscu ${on(0)} o 13:00. Brakuje mi już tylko karty opraw nad lustra, szukam jej.`
    ],
    links: [
      link(
        '-3 7:41',
        'jan',
        'https://dobryfach.example/protokoly/nazwy-pomieszczen-2p',
        'Nazwy pomieszczeń',
        partners
      )
    ]
  },
  {
    title: 'Próbki forniru do wzornika',
    description: text`Dwanaście próbek 10 × 15 cm do wzornika w biurze: dąb, jesion i orzech, każdy w trzech wykończeniach oraz trzy bejce.`,
    organization: 'debiszcze',
    status: 'todo',
    priority: 'low',
    due: 11,
    cost: 380,
    opened: { at: '-6 10:00', by: 'iza' },
    performers: ['ewa'],
    notified: ['iza'],
    talk: [
      iza.partners`-6 10:10 Klienci ciągle pytają o orzech. Zrobicie nam komplet do wzornika? Opis na odwrocie ołówkiem.`,
      ewa`-5 15:30 Zrobimy z odpadów, policzę tylko lakier. Orzech olejowany wyjdzie ciemniejszy niż na zdjęciach.`
    ]
  },
  {
    title: 'Pomiar ścianek działowych',
    description: text`Sala sprzedaży przy rynku: dwie ścianki z płyty, jedna z przeszkleniem. Przy okazji punkty elektryczne pod ladę chłodniczą.`,
    place: 'Rynek 3, Olszanów',
    organization: 'drozdzownik',
    status: 'todo',
    priority: 'normal',
    due: '5 11:30',
    estimate: 600,
    opened: { at: '-3 11:00', by: 'jan' },
    performers: ['jan', 'marek'],
    notified: ['ola'],
    talk: [
      jan.partners`-3 11:15 ${marek}, jedziemy razem ${on(5)} o 11:30. Lada chłodnicza ma 2,4 kW, sprawdź przyłącze.`,
      marek`-3 16:20 Będę. Jeśli zabezpieczenie przedlicznikowe ma 20 A, to bez wniosku do zakładu się nie obejdzie.`,
      ola`-2 9:15 Nie mówmy o wniosku przed podpisaniem umowy, tylko wpiszmy go w ofertę jako osobną pozycję.`
    ]
  },
  {
    title: 'Koordynacja instalacji przed montażem',
    description: text`Krótka rozmowa wideo: kto po kim wchodzi na 2. piętro do końca prac i kiedy nie ma wody.`,
    place: 'wideo',
    status: 'todo',
    priority: 'normal',
    due: '0 15:00',
    opened: { at: '-2 11:00', by: 'pawel' },
    performers: ['pawel'],
    notified: ['jan', 'marek', 'ewa'],
    talk: [
      pawel.partners`-2 11:10 Spotykamy się ${on(0)} o 15:00, dwadzieścia minut. Link do rozmowy jest niżej, nie trzeba niczego instalować.`,
      marek`-2 16:00 Będę z telefonu, z samochodu. Stoję, nie jadę.`,
      ewa`-1 8:15 Będę. Proszę zacząć od kuchni, o 15:15 mam lakierowanie.`,
      jan`-1 8:40 Zacznijmy od kuchni, a o wodzie powiemy na końcu, to i tak idzie do wszystkich.`
    ],
    links: [
      link('-2 11:11', 'pawel', 'https://spotkania.dobryfach.example/koordynacja', 'Rozmowa wideo', partners)
    ]
  },
  {
    title: 'Umowa ramowa na instalacje',
    description: text`Stawki, terminy płatności i gwarancja na kolejne dwanaście miesięcy. Obecna umowa wygasa ${date(40)}.`,
    organization: 'iskrzak',
    status: 'doing',
    priority: 'normal',
    due: 18,
    internalNotes: 'Górna granica: +6% do stawki godzinowej. W zamian gwarancja 36 miesięcy.',
    opened: { at: '-13 14:00', by: 'ola' },
    performers: ['ola'],
    notified: ['magda', 'marek'],
    talk: [
      thread(
        ola.partners`-13 14:15 Projekt umowy jest w linku. Zmieniły się trzy rzeczy: stawka, termin płatności 21 dni i kary za niezgłoszone opóźnienie.`,
        marek`-12 16:40 Stawka w porządku, ale 21 dni to dla mnie długo. Przy 14 mogę dać dłuższą gwarancję.`
      ),
      magda`-11 9:00 Czternaście dni udźwigniemy, jeśli faktury przyjdą do piątego. Inaczej rozjedzie się nam VAT.`,
      ola.partners`-10 12:30 Proponuję 14 dni przy fakturze złożonej do piątego dnia miesiąca i gwarancję 36 miesięcy.`,
      marek`-4 16:15 Pokazałem księgowej, zgadza się. Podpiszę, jak wróci z urlopu, czyli ${on(6)}.`
    ],
    links: [
      link(
        '-13 14:16',
        'ola',
        'https://dobryfach.example/umowy/ramowa-instalacje',
        'Projekt umowy ramowej',
        partners
      )
    ],
    changes: [change('-10 12:35', 'ola', { status: 'waiting' })]
  }
]
