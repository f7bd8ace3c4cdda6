import {
  change,
  clients,
  ewa,
  forDay,
  from,
  hubert,
  iza,
  jan,
  kasia,
  link,
  magda,
  marek,
  ola,
  on,
  partners,
  pawel,
  piotr,
  text,
  thread,
  tomek,
  until
} from './script.ts'
import type { DemoSale } from './script.ts'

/** What may still be sold: from the first call to the last word about the price. */
export const openSales: DemoSale[] = [
  {
    title: 'Lokal przy rynku',
    description: text`Sala sprzedaży z kawiarnią, 74 m²: ścianki, posadzka, elektryka, lada i zabudowa. Oferta w dwóch wariantach sufitu.`,
    place: 'Rynek 3, Olszanów',
    organization: 'drozdzownik',
    status: 'doing',
    priority: 'high',
    due: '0 16:00',
    estimate: 146500,
    cost: 118200,
    internalNotes: 'Konkurencja podała 139 000, ale bez elektryki. Zejść możemy najwyżej do 141 000.',
    stage: 'qualified',
    value: 138000,
    probability: 40,
    opened: { at: '-13 12:00', by: 'ola' },
    performers: ['ola'],
    notified: ['magda', 'marek', 'ewa'],
    talk: [
      ola`-13 12:20 Po oględzinach: chcą otworzyć za dwa miesiące, więc termin waży więcej niż cena. Piec zostaje, resztę robimy od zera.`,
      thread(
        ola.partners`-11 9:30 Potrzebuję wycen do oferty na lokal przy rynku. Elektryka: lada chłodnicza, piec, oświetlenie. Stolarka: lada 4,2 m i regały. Najlepiej ${until(-5)}.`,
        marek`-9 16:10 Elektryka 21 400 zł netto bez wniosku o zwiększenie mocy. Wniosek policzę osobno, po pomiarze.`,
        ewa`-8 13:45 Lada i regały 34 900 zł netto, sosna olejowana. Z dębem trzeba dodać 9 200.`
      ),
      thread(
        magda`-4 11:10 Wariant z lżejszym sufitem wychodzi 146 500 zł przy kosztach 118 200. Z pełnym sufitem 158 900.`,
        ola`-4 11:40 Pokażmy oba. Pierwszy jako nasz, drugi jako droższy i cichszy.`
      ),
      ola.debiszcze`-2 10:20 ${ewa}, czy lada zdąży na otwarcie, jeśli umowę podpiszemy za tydzień?`,
      ewa`-2 14:40 Sosna zdąży, dąb nie. Suszę teraz dwie partie i więcej nie wejdzie.`,
      magda`-1 14:05 Oferta złożona w PDF, dwie strony. ${ola}, zerknij na warunki płatności, zanim wyjdzie.`
    ],
    links: [
      link('-4 11:12', 'magda', 'https://dobryfach.example/oferty/rynek-3', 'Oferta, dwa warianty'),
      link('-11 9:32', 'ola', 'https://dobryfach.example/rzuty/rynek-3', 'Rzut lokalu', partners)
    ],
    changes: [change('-4 11:45', 'ola', { stage: 'offer', probability: 50 })]
  },
  {
    title: 'Recepcja, etap 2',
    description: text`Lada recepcyjna, szafy na segregatory i ścianka z zielenią stabilizowaną. Kontynuacja sufitu akustycznego.`,
    place: 'ul. Rumiankowa 8, 2. piętro',
    organization: 'saldomiar',
    status: 'waiting',
    priority: 'normal',
    due: '6 10:00',
    estimate: 62000,
    cost: 48700,
    internalNotes: 'Zieleń stabilizowana to 40% marży. Nie dzielić oferty na części.',
    stage: 'qualified',
    value: 62000,
    probability: 45,
    opened: { at: '-9 13:00', by: 'ola' },
    performers: ['ola'],
    notified: ['iza', 'kasia', 'tomek'],
    talk: [
      thread(
        ola.clients`-9 13:15 Oferta na drugi etap jest w linku: lada, szafy i ścianka z zielenią. Ceny są ważne 30 dni.`,
        kasia`-8 10:10 Lada piękna. Czy ścianka z zielenią wymaga podlewania?`,
        ola.saldomiar`-8 10:40 Nie, rośliny są stabilizowane. Wystarczy odkurzyć raz na kwartał, na zimnym nawiewie.`
      ),
      tomek`-6 13:30 W budżecie na ten kwartał zostało 40 tysięcy. Czy resztę da się zafakturować w następnym?`,
      iza`-6 14:10 Da się: lada i szafy teraz, ścianka w następnym kwartale. Byle zamówili razem, wtedy cena zostaje.`,
      thread(
        ola.saldomiar`-5 9:20 Da się: lada i szafy teraz, ścianka w następnym kwartale, przy jednym zamówieniu na całość.`,
        kasia`-2 12:15 To brzmi rozsądnie. Porozmawiajmy ${on(6)}, będzie też nasza szefowa.`
      )
    ],
    links: [
      link(
        '-9 13:16',
        'ola',
        'https://dobryfach.example/oferty/recepcja-etap-2',
        'Oferta na drugi etap',
        clients
      )
    ],
    changes: [change('-9 13:20', 'ola', { stage: 'offer', probability: 60 })]
  },
  {
    title: 'Elewacja i daszek',
    description: text`Naprawa ocieplenia od podwórza, nowa farba i daszek nad wejściem. Decyzja zarządu po przesunięciu zebrania.`,
    place: 'ul. Rumiankowa 8',
    organization: 'rumiankowa',
    status: 'doing',
    priority: 'high',
    due: -2,
    estimate: 118000,
    cost: 96400,
    internalNotes: 'Zaciek od rynny działa na naszą korzyść, ale nie wolno tego używać w rozmowie.',
    stage: 'offer',
    value: 118000,
    probability: 55,
    opened: { at: '-15 11:00', by: 'iza' },
    performers: ['iza'],
    notified: ['piotr', 'ola'],
    talk: [
      thread(
        iza.clients`-15 11:20 Oferta na elewację i daszek jest w linku. Rusztowanie liczymy na trzy tygodnie, wejście od podwórza zostaje otwarte.`,
        piotr`-14 16:30 Dziękuję. Zarząd pyta o gwarancję na farbę i o kolor, musi pasować do kamienicy obok.`,
        iza.rumiankowa`-13 9:00 Gwarancja 7 lat. Trzy odcienie zaznaczyłam we wzorniku, wszystkie zbliżone do sąsiedniego tynku.`
      ),
      piotr`-8 12:40 Są dwie tańsze oferty. Możemy coś zrobić z ceną, nie zmieniając zakresu?`,
      thread(
        iza`-8 13:00 ${ola}, mogę zejść o 3% za płatność w 14 dni? Zostanie nam 15 400 zł marży.`,
        ola`-8 15:10 Trzy tak, więcej nie. I niech porównają, czy tamci mają rusztowanie w cenie.`
      ),
      iza.rumiankowa`-7 8:40 Możemy zejść o 3% przy płatności w 14 dni. Proszę porównać, czy w pozostałych ofertach jest rusztowanie i wywóz.`,
      piotr`-5 16:20 W jednej rusztowania nie ma. Zebranie przesunięto, odpowiem tak szybko, jak się da.`
    ],
    links: [
      link(
        '-15 11:21',
        'iza',
        'https://dobryfach.example/oferty/elewacja-rumiankowa-8',
        'Oferta: elewacja i daszek',
        clients
      )
    ],
    changes: [change('-8 15:15', 'iza', { stage: 'negotiation', probability: 70 })]
  },
  {
    title: 'Biuro na poddaszu',
    description: text`Adaptacja poddasza na pracownię: ocieplenie skosów, okna połaciowe, antresola na archiwum.`,
    place: 'ul. Strychowa 22',
    organization: 'kreska',
    status: 'todo',
    priority: 'normal',
    due: 1,
    estimate: 38000,
    stage: 'lead',
    value: 38000,
    probability: 20,
    opened: { at: '-5 13:00', by: 'jan' },
    performers: ['jan'],
    notified: ['iza'],
    talk: [
      jan`-5 13:15 Telefon od pracowni: chcą wejść na poddasze za dwa miesiące. Rysunki mają własne, przyślą w tym tygodniu.`,
      iza`-4 9:50 Ostatnia antresola u nich nie doszła do skutku przez konstruktora. Zapytaj od razu o ekspertyzę stropu.`,
      jan`-2 9:00 Ekspertyzy brak, zlecają. Dzwonię ${on(1)}, żeby umówić oględziny.`
    ]
  },
  {
    title: 'Remont dwóch łazienek',
    description: text`Mieszkanie prywatne, dwie łazienki po 5 m², bez zmiany układu. Klient kupuje płytki sam.`,
    place: 'ul. Łąkowa 14, Olszanów',
    status: 'todo',
    priority: 'low',
    due: '2 16:30',
    estimate: 26000,
    stage: 'lead',
    value: 26000,
    probability: 20,
    opened: { at: '-4 14:00', by: 'pawel' },
    performers: ['pawel'],
    notified: ['magda'],
    talk: [
      pawel`-4 14:10 Polecenie od sąsiadki z Rumiankowej. Pomiar ${on(2)} o 16:30, po pracy klienta.`,
      magda`-3 11:20 Płytki klienta, więc w umowie musi być zapis o brakach. Ostatnio zabrakło nam czterech sztuk i czekaliśmy dziewięć dni.`
    ]
  },
  {
    title: 'Księgarnia z kawiarnią',
    description: text`Podział sali, bar, regały do 3 m i oświetlenie półek. Witryna bez zmian, budynek w rejestrze zabytków.`,
    place: 'ul. Cicha 5, Olszanów',
    organization: 'zakladka',
    status: 'doing',
    priority: 'normal',
    due: 4,
    estimate: 92000,
    cost: 74300,
    stage: 'lead',
    value: 92000,
    probability: 25,
    opened: { at: '-10 12:00', by: 'iza' },
    performers: ['iza'],
    notified: ['ola', 'ewa'],
    talk: [
      iza`-10 12:15 Właściciel wie, czego chce, i ma kredyt. Regały są najważniejsze, kawiarnia to dodatek.`,
      thread(
        iza.partners`-9 15:20 Regały do 3 m z drabinką na szynie, około 60 metrów bieżących. Wycena orientacyjna wystarczy.`,
        ewa`-7 15:40 Orientacyjnie 52 000 zł netto w jesionie. Drabinka na szynie 3 800, zamawiam u kowala.`
      ),
      ola`-6 11:00 Konserwator pewnie nie pozwoli kotwić do ścian frontowych. ${iza}, zapytaj go, zanim policzymy dalej.`,
      iza`-3 12:40 Zapytany. Do ściany frontowej nie, do działowych tak. Oferta ${forDay(4)}, już z tym ograniczeniem.`
    ],
    links: [
      link(
        '-9 15:22',
        'iza',
        'https://dobryfach.example/rzuty/ksiegarnia-cicha-5',
        'Rzut sali i przebieg regałów',
        partners
      )
    ],
    changes: [change('-6 11:10', 'iza', { stage: 'qualified', probability: 40 })]
  },
  {
    title: 'Sześć pokoi w pensjonacie',
    description: text`Odświeżenie sześciu pokoi i korytarza poza sezonem: łazienki, podłogi, drzwi, oświetlenie.`,
    place: 'ul. Leśna 40, Lipno Górne',
    organization: 'modrzew',
    status: 'waiting',
    priority: 'high',
    due: 8,
    estimate: 210000,
    cost: 172000,
    internalNotes: 'Nocleg dla ekipy po ich stronie, to realnie 9 000 zł różnicy.',
    stage: 'qualified',
    value: 198000,
    probability: 35,
    opened: { at: '-14 9:00', by: 'ola' },
    performers: ['ola', 'magda'],
    notified: ['ewa', 'pawel'],
    talk: [
      ola`-14 9:20 Pracujemy po dwa pokoje naraz, reszta przyjmuje gości. Właścicielka daje noclegi i obiady dla ekipy.`,
      magda`-12 10:30 Przy noclegach na miejscu schodzimy z kosztów o 9 000. Wycena 210 000 zł netto.`,
      thread(
        ola.partners`-10 10:15 Do wyceny: sześć par drzwi pokojowych z ościeżnicą, jeden wzór. Czy zdążycie w dwa miesiące?`,
        ewa`-8 16:00 Zdążymy, jeśli wymiary będą w tym miesiącu. Pensjonat i tak jest na mojej liście pomiarów.`
      ),
      pawel`-7 11:30 Dojazd 40 minut w jedną stronę. Bez noclegu ekipa traci półtorej godziny dziennie, więc te noclegi muszą być w umowie.`,
      ola`-3 14:00 Oferta wysłana, rozmawiamy ${on(8)} po ich zebraniu z bankiem.`
    ],
    changes: [change('-3 14:10', 'ola', { stage: 'offer', probability: 45 })]
  },
  {
    title: 'Sale lekcyjne i wyciszenie',
    description: text`Dwie sale: panele akustyczne na sufitach, wymiana czterech drzwi i nowa wykładzina. Prace tylko rano.`,
    place: 'ul. Szkolna 11, Olszanów',
    organization: 'gadula',
    status: 'doing',
    priority: 'normal',
    due: 3,
    estimate: 54500,
    cost: 43800,
    stage: 'offer',
    value: 54500,
    probability: 50,
    opened: { at: '-12 10:00', by: 'iza' },
    performers: ['iza'],
    notified: ['hubert', 'pawel'],
    talk: [
      iza`-12 10:10 Zajęcia mają od 15:00, więc robimy od 6:30 do 14:00. Sąsiad z góry skarży się na wiertarki, to też trzeba wziąć pod uwagę.`,
      hubert`-10 11:20 Panele mam w dobrej cenie, jeśli zamówimy z tymi do Saldomiaru. Oszczędność 1 300 zł.`,
      thread(
        pawel`-5 12:30 Malarze mogą wejść ${from(5)}, jeśli umowa będzie ${until(3)}.`,
        iza`-5 13:00 Proszą o 2 000 zł mniej. Dam im wykładzinę z końcówki serii, wyjdzie na to samo.`
      ),
      iza`-1 10:15 Wykładzina im się podoba. Podpis obiecany ${on(3)}, po naradzie dyrekcji.`
    ],
    changes: [change('-5 13:05', 'iza', { stage: 'negotiation', probability: 65 })]
  },
  {
    title: 'Gabinet nr 3 i poczekalnia',
    description: text`Trzeci gabinet w miejscu archiwum: zasilanie unitu, umywalki, posadzka bez spoin i nowa poczekalnia.`,
    place: 'ul. Kasztanowa 2, Olszanów',
    organization: 'kiel',
    status: 'doing',
    priority: 'normal',
    due: 5,
    estimate: 71000,
    stage: 'qualified',
    value: 71000,
    probability: 35,
    opened: { at: '-8 11:00', by: 'iza' },
    performers: ['iza'],
    notified: ['hubert', 'marek'],
    talk: [
      thread(
        iza.partners`-8 11:20 Unit stomatologiczny: osobny obwód, zasilanie kompresora i uziemienie miejscowe. Wycenisz po rysunkach z linku?`,
        marek`-7 16:30 Wycenię. Bez widoku rozdzielni nie powiem, czy zmieszczę zabezpieczenie, może wyjść nowa obudowa.`
      ),
      hubert`-6 13:40 Wykładzina homogeniczna ze spawem, nic innego sanepid nie przyjmie. Dostawa 12 dni.`,
      iza`-2 13:20 Doktor decyduje w piątki i nie lubi pytań w tygodniu. Wysyłam jedną stronę z ceną i terminem.`
    ],
    links: [
      link('-8 11:22', 'iza', 'https://dobryfach.example/rzuty/gabinet-3', 'Rysunki gabinetu', partners)
    ]
  },
  {
    title: 'Serwis części wspólnych, rok',
    description: text`Ryczałt: dwie wizyty w miesiącu, drobne naprawy do 300 zł w cenie, dyżur telefoniczny.`,
    place: 'ul. Rumiankowa 8',
    organization: 'rumiankowa',
    status: 'waiting',
    priority: 'normal',
    due: 10,
    estimate: 14400,
    cost: 9800,
    internalNotes: 'Koszt liczony przy 22 wizytach. Jeśli będzie więcej, dogadać kilometry.',
    stage: 'offer',
    value: 14400,
    probability: 55,
    opened: { at: '-11 12:00', by: 'iza' },
    performers: ['iza'],
    notified: ['piotr', 'hubert'],
    talk: [
      thread(
        iza.clients`-11 12:10 Proponujemy ryczałt na cały rok: dwie wizyty w miesiącu i dyżur telefoniczny. Szczegóły w linku.`,
        piotr`-10 14:20 Podoba mi się dyżur. Czy w ryczałcie jest też odśnieżanie wejścia?`,
        iza.rumiankowa`-10 15:05 Odśnieżania nie ma, ale możemy je dołożyć jako osobną pozycję, płatną za wyjazd.`
      ),
      hubert`-9 8:30 Odśnieżanie bierzmy tylko z sąsiednim adresem, jeden dojazd na dwa wejścia.`,
      piotr`-4 13:50 Zarząd wstępnie za. Odpowiedź na piśmie dam ${until(10)}, razem z uchwałą o piwnicach.`
    ],
    links: [
      link(
        '-11 12:11',
        'iza',
        'https://dobryfach.example/oferty/serwis-rumiankowa-8',
        'Zakres serwisu',
        clients
      )
    ]
  },
  {
    title: 'Fotowoltaika na dachu',
    description: text`Panele na dachu od podwórza, zasilanie części wspólnych i windy. Wstępna ocena opłacalności.`,
    place: 'ul. Rumiankowa 8, dach',
    organization: 'rumiankowa',
    status: 'todo',
    priority: 'low',
    due: 20,
    estimate: 96000,
    stage: 'lead',
    value: 96000,
    probability: 15,
    opened: { at: '-6 12:00', by: 'ola' },
    performers: ['ola', 'marek'],
    notified: ['piotr'],
    talk: [
      thread(
        ola.everyone`-6 12:15 Zanim cokolwiek policzymy, sprawdźmy dwie rzeczy: miejsce w rozdzielni i zużycie części wspólnych. Potrzebne będą oględziny i rachunki za ostatni rok.`,
        piotr`-5 10:30 Rachunki przygotuję do końca tygodnia. Winda ciągnie najwięcej, latem jeździ non stop.`,
        marek`-5 16:00 Rozdzielnia ma miejsce na jedno zabezpieczenie. Przy falowniku wystarczy.`
      ),
      ola`-4 8:30 Bez dotacji to się zwróci po 9 latach. Nie naciskajmy, poczekajmy na nabór.`
    ]
  },
  {
    title: 'Drugi piec i wentylacja',
    description: text`Miejsce na drugi piec, kanał wentylacyjny przez strop i osobne zasilanie. Od podwórza, bez zmian w sali.`,
    place: 'Rynek 3, Olszanów',
    organization: 'drozdzownik',
    status: 'todo',
    priority: 'normal',
    due: 12,
    estimate: 33000,
    stage: 'qualified',
    value: 33000,
    probability: 30,
    opened: { at: '-4 8:30', by: 'jan' },
    performers: ['jan'],
    notified: ['marek', 'ola'],
    talk: [
      jan`-4 8:45 Jeśli sala przy rynku wypali, piec dokładamy za pół roku. Kanał musi iść przez strop, więc potrzebna zgoda miasta.`,
      thread(
        jan.partners`-3 8:50 Drugi piec to 18 kW. Zostaje nam coś w przyłączu po ladzie chłodniczej?`,
        marek`-3 15:35 Na styk. Bez zwiększenia mocy wybije przy pierwszym chlebie.`
      ),
      ola`-2 12:50 Wniosek o moc i tak będzie, więc składajmy jeden na oba tematy.`
    ]
  },
  {
    title: 'Archiwum: regały i posadzka',
    description: text`Pokój 112 na archiwum: regały przesuwne, posadzka epoksydowa, wymiana drzwi na pełne.`,
    place: 'ul. Rumiankowa 8, parter',
    organization: 'saldomiar',
    status: 'todo',
    priority: 'low',
    due: 15,
    estimate: 19500,
    stage: 'lead',
    value: 19500,
    probability: 25,
    opened: { at: '-5 11:00', by: 'iza' },
    performers: ['iza'],
    notified: ['tomek', 'magda'],
    talk: [
      thread(
        iza.clients`-5 11:15 Regały przesuwne dają dwa razy więcej miejsca, ale podłoga musi mieć 5 mm na metr. Zmierzymy ją przy okazji odbioru.`,
        tomek`-4 12:00 Dobrze. Archiwum musi być ogniowo odporne tak samo jak serwerownia?`,
        iza.saldomiar`-4 12:40 Nie, wystarczą drzwi pełne EI 30. Wyjdą taniej niż te do serwerowni.`
      ),
      magda`-3 14:20 Budżet na ten kwartał mają już pusty. Celujmy w następny, razem z drugim etapem recepcji.`
    ]
  },
  {
    title: 'Witryna i szyld',
    description: text`Podświetlany szyld i uszczelnienie witryny. Zgoda konserwatora po stronie księgarni.`,
    place: 'ul. Cicha 5, Olszanów',
    organization: 'zakladka',
    status: 'todo',
    priority: 'low',
    due: 7,
    estimate: 12800,
    stage: 'lead',
    value: 12800,
    probability: 30,
    opened: { at: '-3 13:00', by: 'hubert' },
    performers: ['hubert'],
    notified: ['iza'],
    talk: [
      hubert`-3 13:10 Szyld robią inni, my tylko zasilanie i uszczelki. Warto, bo i tak będziemy tam z regałami.`,
      iza`-2 10:05 Nie bierzmy szyldu na siebie, tylko podajmy nazwisko szyldziarza. Konserwator pyta o wszystko.`
    ]
  },
  {
    title: 'Wspólny wzornik na targi wnętrz',
    description: text`Stoisko na targach: ścianka z frontami, próbki forniru i makieta zabudowy. Koszty po połowie.`,
    organization: 'debiszcze',
    status: 'doing',
    priority: 'normal',
    due: 17,
    estimate: 22000,
    cost: 11000,
    stage: 'qualified',
    value: 22000,
    probability: 50,
    opened: { at: '-8 13:00', by: 'iza' },
    performers: ['iza', 'ewa'],
    notified: ['ola'],
    talk: [
      thread(
        iza.partners`-8 13:15 Organizator daje nam stoisko 12 m² w drugim rzędzie. Bierzemy je po połowie i zbieramy zamówienia razem?`,
        ewa`-7 15:10 Tak, ale ścianę z frontami montuję sama i tylko raz. Po targach jedzie do wzorcowni.`,
        iza.debiszcze`-6 12:30 Jasne, transport w jedną stronę bierzemy my. Dwie osoby na stoisku w każdy dzień, po jednej od nas i od Was.`
      ),
      ola`-5 15:20 Umawiamy się z góry, kto prowadzi które zapytanie. Inaczej zadzwonimy do tych samych ludzi.`,
      iza.partners`-1 11:00 ${ewa}, wpłata za stoisko ${until(4)}. Poproszę dane do faktury, podzielę ją na pół.`
    ]
  },
  {
    title: 'Wykończenie domu z polecenia',
    description: text`Dom 160 m² pod klucz, od tynków po drzwi. Klient poleca nas dalej, ale ceny trzyma w tajemnicy.`,
    place: 'okolice Olszanowa',
    status: 'doing',
    priority: 'high',
    private: true,
    due: 6,
    estimate: 165000,
    cost: 131000,
    internalNotes: 'Zaliczka 20% przed startem, materiał bezzwrotny na jego nazwisko.',
    stage: 'offer',
    value: 165000,
    probability: 35,
    opened: { at: '-10 9:00', by: 'ola' },
    performers: ['ola'],
    notified: ['magda'],
    talk: [
      ola`-10 9:15 Rozmowa bez świadków, więc trzymajmy to między nami. Zaliczka 20% i dopiero wtedy zamawiamy cokolwiek.`,
      magda`-9 12:10 Przy 165 000 i materiale klienta zostaje nam 34 000 zł. Ryzyko widzę w terminach, nie w pieniądzach.`,
      ola`-4 15:40 Prosi o rabat przy płatności z góry. Daję 2% i ani grosza więcej. Odpowie ${on(6)}.`
    ],
    changes: [change('-4 15:45', 'ola', { stage: 'negotiation', probability: 40 })]
  }
]
