import {
  change,
  clients,
  date,
  ewa,
  forDay,
  hubert,
  iza,
  jan,
  kasia,
  link,
  magda,
  marek,
  ola,
  on,
  pawel,
  text,
  thread,
  tomek,
  until,
  partners
} from './script.ts'
import type { DemoRoom } from './script.ts'

/** What the firm does for Saldomiar, besides the second floor. */
export const saldomiarTasks: DemoRoom[] = [
  {
    title: 'Zabudowa kuchenna: kolor frontów',
    description: text`Wybór koloru i wykończenia frontów do kuchni pracowniczej. Próbki leżą w biurze Saldomiar, termin wyboru ${date(2)}, potem lakiernia potrzebuje pięciu dni roboczych.`,
    place: 'ul. Rumiankowa 8, 2. piętro',
    organization: 'saldomiar',
    status: 'doing',
    priority: 'normal',
    start: -9,
    due: 2,
    progress: 40,
    estimate: 23800,
    cost: 18950,
    internalNotes: 'Lakier matowy droższy o 12%, w wycenie jest półmat.',
    opened: { at: '-9 9:00', by: 'iza' },
    performers: ['ewa', 'iza'],
    notified: ['ola', 'kasia'],
    talk: [
      thread(
        iza.everyone`-9 9:10 Zaczynamy wybór frontów. Do obejrzenia są trzy próbki: szałwia, piaskowy i głęboki granat, wszystkie w półmacie. Decyzja potrzebna ${until(2)}, żeby lakiernia zdążyła.`,
        kasia`-9 10:25 Dzień dobry. Z tej trójki odpada granat, kuchnia jest od północy i będzie ciemno.`,
        ewa`-9 13:40 Próbki zawiozę sama, przy okazji zmierzę jeszcze raz wnękę.`
      ),
      iza.debiszcze`-8 8:30 Granat odpada. Proszę przygotować większe płytki szałwii i piaskowego, takie 30 × 40, przy małych trudno ocenić kolor.`,
      ewa`-7 15:10 Płytki 30 × 40 pomalowane, schną do jutra. Piaskowy wyszedł odrobinę cieplejszy niż na wzorniku.`,
      iza.saldomiar`-6 9:45 Duże próbki są już u Państwa w sekretariacie. Proszę je obejrzeć rano i po południu, przy lampach wyglądają inaczej.`,
      thread(
        kasia`-5 11:30 Szałwia wygrywa w głosowaniu, ale szefowa pyta, czy fronty można zobaczyć na żywo przed wyborem.`,
        iza.saldomiar`-5 12:15 Można. W stolarni stoi gotowa kuchnia w tym samym odcieniu, sprawdzam, kiedy nas wpuszczą.`
      ),
      thread(
        iza.debiszcze`-5 12:20 ${ewa}, czy klientka może zajrzeć do stolarni i zobaczyć tę szałwiową kuchnię przed odbiorem?`,
        ewa`-5 14:05 Stoi u nas ${until(1)}, potem jedzie do właściciela. Najlepiej po 14:00, wtedy nie szlifujemy.`
      ),
      iza`-4 9:00 ${ola}, jeśli wybiorą mat, nie schodźmy z ceny. W półmacie mamy jeszcze 4 850 zł, w macie już tylko 2 100.`,
      thread(
        iza.saldomiar`-3 10:00 Kuchnię w szałwii można zobaczyć w stolarni ${until(1)}, po 14:00. Który dzień pasuje?`,
        kasia`-1 13:20 Wpadniemy ${on(1)} o 14:30, we dwie. Jeśli będzie się podobać, wybór potwierdzę tego samego dnia.`
      )
    ],
    links: [
      link('-9 9:12', 'iza', 'https://debiszcze.example/wzornik/fronty-lakierowane', 'Wzornik frontów', [
        'client',
        'partner'
      ])
    ],
    changes: [change('-5 12:16', 'iza', { status: 'waiting', progress: 60 })]
  },
  {
    title: 'Recepcja z sufitem akustycznym',
    description: text`Nowa lada, ściana z logo i sufit z paneli akustycznych 38 m². Wejście ekipy ${date(9)}, recepcja w tym czasie pracuje w sali narad.`,
    place: 'ul. Rumiankowa 8, 2. piętro',
    organization: 'saldomiar',
    status: 'todo',
    priority: 'normal',
    start: 9,
    due: 20,
    estimate: 41200,
    cost: 33600,
    internalNotes: 'Panele zamówić po wpłacie zaliczki. Lada z etapu 2 nie wchodzi w tę cenę.',
    opened: { at: '-13 11:00', by: 'ola' },
    performers: ['iza', 'marek'],
    notified: ['ola', 'magda', 'kasia', 'tomek'],
    talk: [
      thread(
        ola.clients`-13 11:10 Umowa podpisana, dziękujemy za zaufanie. Sprawę prowadzi Iza. Startujemy ${on(9)}, gdy w łazienkach zostanie już tylko biały montaż.`,
        kasia`-13 12:30 Świetnie. Na czas prac przeniesiemy recepcję do sali narad, potrzebujemy tam tylko dwóch gniazd więcej.`,
        iza.saldomiar`-13 13:05 Gniazda dołożymy przed startem, bez dopłaty.`
      ),
      thread(
        iza.iskrzak`-11 8:20 Sufit schodzi na 262 cm. Potrzebujemy 12 opraw w panelach i zasilania lady w podłodze.`,
        marek`-11 16:10 Da się, tylko proszę o rozstaw paneli, zanim wytnę otwory. I czy lada ma mieć osobny obwód?`,
        iza.iskrzak`-10 8:00 Osobny, z czytnikiem kart i ekspresem. Rozstaw w linku.`
      ),
      tomek`-7 9:15 Zaliczka 30% pójdzie ${on(1)}. Proszę o proformę z terminem 7 dni, w tym miesiącu mamy ciasno.`,
      magda`-6 14:00 Proforma wysłana. Panele zamawiam dopiero po wpływie, hurtownia nie przyjmuje zwrotów.`,
      thread(
        kasia`-2 10:50 Logo przyszło w wektorze. Czy może być podświetlone od tyłu, ciepłą barwą?`,
        iza.saldomiar`-2 12:00 Może, dopłata 1 150 zł netto za taśmę i zasilacz. Dopisać do zamówienia?`,
        kasia`-1 9:05 Tak, proszę dopisać.`,
        iza.saldomiar`0 9:40 Dopisane do zamówienia. Taśma i zasilacz przyjadą razem z panelami.`
      )
    ],
    links: [
      link(
        '-10 8:02',
        'iza',
        'https://dobryfach.example/rzuty/recepcja-sufit',
        'Rozstaw paneli i opraw',
        partners
      )
    ],
    decisions: [
      {
        at: '-2 12:02',
        by: 'iza',
        question: 'Podświetlenie logo ciepłą barwą: zgoda na dopłatę 1 150 zł netto?',
        asked: ['kasia'],
        due: 3,
        answers: [
          { at: '-1 9:04', by: 'kasia', choice: 'approve', reason: 'Tak, w tej samej barwie co oprawy.' }
        ]
      }
    ]
  },
  {
    title: 'Przegląd gwarancyjny, parter',
    description: text`Przegląd po roku: drzwi, silikony, fugi, klamki i rolety w pokojach na parterze.`,
    place: 'ul. Rumiankowa 8, parter',
    organization: 'saldomiar',
    status: 'todo',
    priority: 'low',
    start: -3,
    due: -2,
    progress: 0,
    estimate: 0,
    cost: 640,
    internalNotes: 'Gwarancja, nie fakturujemy. Roleta w pokoju 3 była klejona, nie ruszać mocowania.',
    opened: { at: '-10 10:00', by: 'iza' },
    performers: ['iza', 'hubert'],
    notified: ['kasia'],
    talk: [
      thread(
        iza.clients`-10 10:10 Minął rok, więc zapraszamy się na przegląd gwarancyjny parteru. Czy ${on(-3)} o 8:00 byłoby dobrze?`,
        kasia`-10 11:40 Dobrze. Lista od nas: klamka w pokoju 2 się obraca, silikon przy zlewie zżółkł, roleta w pokoju 3 schodzi krzywo.`
      ),
      hubert`-4 15:00 Biorę silikon sanitarny, dwie klamki i komplet kołków. Roletę obejrzymy na miejscu.`,
      iza.clients`-3 12:30 Po przeglądzie: klamka wymieniona, silikon położony od nowa, roleta wyregulowana. Proszę nie moczyć silikonu ${until(-2)}.`,
      kasia`-2 9:00 Wszystko działa, dziękuję. Protokół podpisany, oryginał u portiera.`
    ],
    links: [
      link(
        '-2 9:30',
        'iza',
        'https://dobryfach.example/protokoly/przeglad-parter',
        'Protokół przeglądu',
        clients
      )
    ],
    changes: [
      change('-3 8:05', 'iza', { status: 'doing', progress: 30 }),
      change('-2 9:32', 'iza', { status: 'done', progress: 100 })
    ]
  },
  {
    title: 'Skucie starych płytek',
    description: text`Obie łazienki na 2. piętrze do gołej ściany, razem 61 m². Gruz do kontenera od podwórza.`,
    place: 'ul. Rumiankowa 8, 2. piętro',
    organization: 'saldomiar',
    status: 'doing',
    priority: 'normal',
    start: -12,
    due: -8,
    progress: 20,
    estimate: 6700,
    cost: 5480,
    opened: { at: '-13 8:00', by: 'jan' },
    performers: ['jan', 'hubert'],
    notified: ['kasia', 'pawel'],
    talk: [
      jan.clients`-13 8:10 Kujemy ${on(-12)} i ${on(-11)}, od 9:00 do 14:00. Drzwi od łazienek okleimy, ale trochę pyłu będzie czuć.`,
      kasia`-13 8:55 Uprzedzę zespół. Czy łazienka przy windzie będzie w tym czasie działać?`,
      jan.saldomiar`-13 9:20 Będzie, przełączymy je dopiero po zrobieniu pierwszej.`,
      hubert`-11 15:10 Kontener pełny, jutro rano podmiana. Gruzu wyszło więcej, pod płytkami była druga warstwa.`,
      jan`-11 15:35 Dopisuję 11 roboczogodzin. ${pawel}, uwzględnij to w grafiku.`
    ],
    changes: [
      change('-11 15:40', 'jan', { progress: 70 }),
      change('-8 15:00', 'jan', { status: 'done', progress: 100 })
    ]
  },
  {
    title: 'Klimatyzacja w sali narad',
    description: text`Klimatyzator kasetonowy z odprowadzeniem skroplin do pionu. Zgoda wspólnoty na agregat od podwórza jest, montaż po dostawie urządzenia.`,
    place: 'ul. Rumiankowa 8, 2. piętro, sala narad',
    organization: 'saldomiar',
    status: 'todo',
    priority: 'normal',
    start: '7 10:00',
    due: '7 16:00',
    progress: 15,
    estimate: 14900,
    cost: 11700,
    internalNotes: 'Hurtownia podała trzy różne terminy dostawy. Nie obiecywać dnia, dopóki nie ma awizacji.',
    opened: { at: '-12 9:00', by: 'pawel' },
    performers: ['marek', 'pawel'],
    notified: ['jan', 'magda', 'hubert', 'kasia', 'tomek'],
    talk: [
      pawel.clients`-12 9:20 Klimatyzator zamówiony. Montaż zajmie jeden dzień, salę trzeba będzie opróżnić do 9:30.`,
      thread(
        pawel.iskrzak`-12 9:30 Potrzebny osobny obwód 16 A do sali narad i przepust przez ścianę od podwórza.`,
        marek`-12 16:00 Obwód mam z nowej rozdzielni. Przepust wywiercę po waszej stronie, od zewnątrz potrzebny podnośnik.`,
        pawel.iskrzak`-11 7:45 Podnośnik będzie i tak przy rynnie, wykorzystamy go tego samego dnia.`
      ),
      tomek`-9 13:15 Czy faktura może być rozbita na urządzenie i montaż? Inaczej księgujemy.`,
      magda.saldomiar`-9 13:50 Może, zrobię dwie pozycje z osobnymi kwotami.`,
      hubert`-4 10:40 Hurtownia przesunęła dostawę drugi raz. Obiecują awizację ${until(2)}.`,
      thread(
        pawel.clients`-4 11:30 Dostawa urządzenia się spóźnia. Trzymamy dzień ${forDay(7)}, a potwierdzimy go, gdy tylko będzie awizacja.`,
        kasia`-3 9:10 Rozumiem. Proszę tylko nie planować tego ${on(8)}, sala jest wtedy zajęta przez zarząd.`,
        pawel.saldomiar`-3 9:25 Zapisane, ${on(8)} do sali nie wchodzimy.`
      )
    ],
    changes: [change('-4 11:35', 'pawel', { status: 'waiting' })]
  },
  {
    title: 'Serwerownia: drzwi przeciwpożarowe',
    description: text`Drzwi EI 60 z samozamykaczem i uszczelką progową. Szerokość w świetle 90 cm, klamka po lewej.`,
    place: 'ul. Rumiankowa 8, 2. piętro, pokój 211',
    organization: 'saldomiar',
    status: 'todo',
    priority: 'high',
    due: 5,
    estimate: 8300,
    cost: 6150,
    internalNotes: 'Certyfikat musi przyjść w oryginale, skan im nie wystarczy.',
    opened: { at: '-8 8:30', by: 'ola' },
    performers: ['hubert'],
    notified: ['ola', 'tomek'],
    talk: [
      tomek`-8 10:00 Ubezpieczyciel dał nam trzy tygodnie. Bez certyfikatu drzwi podniesie składkę.`,
      hubert.clients`-8 11:20 Drzwi są w magazynie producenta, certyfikat dostaniemy w oryginale razem z dostawą.`,
      thread(
        hubert.clients`-3 9:40 Dostawa potwierdzona, montaż ${on(5)} od 16:00, po Państwa pracy. Zejdzie nam około trzech godzin.`,
        tomek`-3 10:15 Pasuje. Zostanę do końca, bo do serwerowni nikt nie wchodzi sam.`
      ),
      ola`-2 8:50 ${hubert}, weź ze sobą Pawła. Jeden człowiek tych drzwi nie wniesie.`
    ]
  },
  {
    title: 'Rozliczenie zaliczki, etap 1',
    description: text`Faktura zaliczkowa za podkłady i instalacje, 30% wartości umowy, płatna do ${date(0)}.`,
    organization: 'saldomiar',
    status: 'doing',
    priority: 'high',
    due: 0,
    estimate: 25380,
    cost: 0,
    internalNotes: 'Zwykle płacą dziewiątego dnia. Nie ponaglać przed terminem.',
    opened: { at: '-14 12:00', by: 'magda' },
    performers: ['magda'],
    notified: ['tomek', 'ola'],
    talk: [
      magda.clients`-14 12:10 Faktura zaliczkowa wystawiona, 25 380 zł netto. Wysłałam ją na adres księgowości i tutaj w linku.`,
      tomek`-14 14:20 Jest. Brakuje numeru zamówienia, bez niego system jej nie przyjmie.`,
      magda.saldomiar`-13 8:10 Poprawione, numer zamówienia jest w uwagach. Przepraszam za kłopot.`,
      thread(
        tomek`-3 13:00 Przelew zatwierdzony, wyjdzie najpóźniej ${on(0)}.`,
        magda.saldomiar`-3 13:10 Dziękuję, potwierdzę, gdy będzie na koncie.`
      ),
      magda`0 8:05 Na koncie jeszcze nic. Sprawdzam ${on(0)} po 15:00 i dopiero wtedy dzwonię.`
    ],
    links: [
      link(
        '-13 8:12',
        'magda',
        'https://dobryfach.example/faktury/zaliczka-etap-1',
        'Faktura zaliczkowa po korekcie',
        clients
      )
    ],
    changes: [change('-3 13:12', 'magda', { status: 'waiting' })]
  },
  {
    title: 'Wykładzina w pokojach 204–207',
    description: text`Zerwanie starej wykładziny, wyrównanie posadzki, płytki dywanowe w dwóch odcieniach. Pokój po pokoju, żeby nie zatrzymać pracy.`,
    place: 'ul. Rumiankowa 8, 2. piętro',
    organization: 'saldomiar',
    status: 'todo',
    priority: 'low',
    start: 22,
    due: 26,
    estimate: 19600,
    cost: 15240,
    opened: { at: '-7 10:00', by: 'pawel' },
    performers: ['pawel'],
    notified: ['kasia', 'tomek', 'iza'],
    talk: [
      pawel.clients`-7 10:15 Planujemy jeden pokój dziennie, ${on(22)} zaczynamy od 204. Biurka przesuwamy my, komputery prosimy odłączyć dzień wcześniej.`,
      kasia`-7 12:45 Dobrze. W 206 stoi sejf i on się nie ruszy, proszę ciąć wokół niego.`,
      pawel.saldomiar`-7 13:10 Przyjęte, sejf zostaje. Próbki odcieni przyniesiemy razem z próbką fugi.`
    ]
  },
  {
    title: 'Potwierdzić termin montażu kuchni',
    description: text`Stolarnia ma wolny dzień ${date(8)}. Przed montażem muszą być odebrane przewody i pomalowane ściany.`,
    place: 'ul. Rumiankowa 8, 2. piętro',
    organization: 'saldomiar',
    status: 'todo',
    priority: 'high',
    due: '0 14:00',
    opened: { at: '-1 14:50', by: 'ola' },
    performers: ['ola'],
    notified: ['jan', 'ewa', 'kasia'],
    talk: [
      jan`-1 15:00 Ściany będą suche dwa dni wcześniej, tylko bez dokładania niczego po drodze.`,
      ola.debiszcze`-1 15:05 ${ewa}, dzień nam pasuje. Potwierdzam ostatecznie ${on(0)} do 14:00, czekam tylko na odbiór przewodów.`,
      ewa`-1 15:20 Dobrze, bus i dwie osoby mam zapisane.`,
      kasia`0 9:20 Gdyby montaż był ${on(8)}, to proszę o wejście przed ósmą. O dziewiątej mamy zarząd.`
    ]
  },
  {
    title: 'Zaplecze socjalne: biały montaż',
    description: text`Zlew, bateria, podgrzewacz i szafka w zapleczu na parterze.`,
    place: 'ul. Rumiankowa 8, parter',
    organization: 'saldomiar',
    status: 'doing',
    priority: 'normal',
    due: -12,
    progress: 80,
    estimate: 3900,
    cost: 3050,
    opened: { at: '-15 9:00', by: 'jan' },
    archived: { at: '-7 14:00', by: 'jan' },
    performers: ['jan'],
    notified: ['kasia'],
    talk: [
      jan.clients`-15 9:15 Zostało podłączenie podgrzewacza, robimy to ${on(-13)} przed ósmą.`,
      jan.clients`-13 8:40 Podłączone i sprawdzone pod ciśnieniem. Gwarancja i instrukcja leżą w szafce pod zlewem.`,
      kasia`-12 9:30 Ciepła woda jest po raz pierwszy od przeprowadzki. Dziękujemy!`
    ],
    changes: [change('-12 9:45', 'jan', { status: 'done', progress: 100 })]
  }
]
