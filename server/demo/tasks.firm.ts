import { change, date, hubert, iza, jan, link, magda, ola, on, pawel, text, thread, until } from './script.ts'
import type { DemoRoom } from './script.ts'

/** The firm's own housekeeping: nobody from outside is in these rooms. */
export const firmTasks: DemoRoom[] = [
  {
    title: 'Zamówienie drzwi wewnętrznych',
    description: text`Zbiorcze zamówienie na trzy budowy, 17 skrzydeł. Rabat od 15 sztuk, więc zamawiamy razem.`,
    status: 'todo',
    priority: 'normal',
    due: 3,
    estimate: 21500,
    cost: 17680,
    internalNotes: 'Bez pomiarów ze szkoły nie wysyłać.',
    opened: { at: '-6 9:00', by: 'hubert' },
    performers: ['hubert'],
    notified: ['magda', 'jan'],
    talk: [
      hubert`-6 9:10 Mam 13 sztuk pewnych, do rabatu brakuje dwóch. Czekam na pomiary ze szkoły i magazynu.`,
      thread(
        magda`-5 10:15 Rabat to 1 900 zł, warto poczekać. Kiedy najpóźniej możesz złożyć zamówienie?`,
        hubert`-5 10:40 Najpóźniej ${on(3)} do południa, potem wypadamy z produkcji na ten miesiąc.`
      ),
      jan`-1 15:28 Po pomiarach wychodzi 17. Dwa skrzydła lewe, reszta prawe, sprawdź to dwa razy.`
    ]
  },
  {
    title: 'Zamówić kontener na gruz',
    description: text`Kolejny kontener na Rumiankową, tym razem 5 m³, na resztki z piwnic.`,
    place: 'ul. Rumiankowa 8, podwórze',
    organization: 'rumiankowa',
    status: 'todo',
    priority: 'high',
    due: 0,
    estimate: 1500,
    cost: 1180,
    opened: { at: '-2 7:30', by: 'pawel' },
    performers: ['hubert'],
    notified: ['pawel'],
    talk: [
      pawel`-2 7:35 ${hubert}, potrzebny kontener ${on(3)}. Te same dwa miejsca przy trzepaku, deski zostały.`,
      hubert`-1 7:50 Poprzednia firma nie ma wolnych. Pytam drugą, jest droższa o 140 zł.`,
      pawel`-1 8:05 Bierz droższą, postój ekipy kosztuje więcej.`
    ]
  },
  {
    title: 'Odprawa ekip',
    description: text`Biuro, dwadzieścia minut, na stojąco. Przychodzą brygadziści i zaopatrzenie.`,
    place: 'biuro',
    status: 'todo',
    priority: 'normal',
    due: '1 7:00',
    opened: { at: '-4 12:00', by: 'pawel' },
    performers: ['pawel'],
    notified: ['ola', 'jan', 'hubert'],
    talk: [
      pawel`-4 12:05 Tematy: brak wody na Rumiankowej, podnośnik do rynny i klimatyzacji, auta na przegląd.`,
      jan`-3 8:15 Dorzućcie kaski. Wczoraj na klatce widziałem dwóch bez.`,
      ola`-3 8:30 Kaski na początek, zanim ktokolwiek usiądzie.`
    ]
  },
  {
    title: 'Grafik ekip na przyszły miesiąc',
    description: text`Rozpisać glazurników i malarzy na trzy budowy. Urlopy zgłoszone do ${date(-2)}.`,
    status: 'doing',
    priority: 'normal',
    start: -4,
    due: 6,
    progress: 50,
    opened: { at: '-5 9:00', by: 'pawel' },
    performers: ['pawel'],
    notified: ['jan', 'iza', 'ola'],
    talk: [
      pawel`-5 9:15 Pierwsza wersja w linku. Glazurnicy zostają na Rumiankowej do odbioru, malarze przechodzą do szkoły.`,
      thread(
        iza`-4 10:00 Szkoła jeszcze niepodpisana. Zostaw malarzom wolny tydzień albo daj ich na piwnice.`,
        pawel`-4 10:20 Piwnice czekają na uchwałę. Daję ich na poprawki na klatce.`
      ),
      jan`-2 15:45 Dwa urlopy w tym samym tygodniu, obaj glazurnicy. Jednego trzeba poprosić o przesunięcie.`,
      ola`-1 9:45 Porozmawiam z oboma, niech sami ustalą, kto pierwszy.`
    ],
    links: [link('-5 9:16', 'pawel', 'https://dobryfach.example/grafiki/ekipy', 'Grafik ekip')]
  },
  {
    title: 'Podwyżki dla biura i brygad',
    description: text`Propozycja stawek dla biura i brygadzistów, do zatwierdzenia przed planem na kolejny kwartał.`,
    status: 'todo',
    priority: 'high',
    private: true,
    due: 8,
    estimate: 68000,
    internalNotes: 'Rozmowy pojedynczo, po zamknięciu miesiąca.',
    opened: { at: '-9 15:00', by: 'ola' },
    performers: ['ola'],
    notified: ['magda'],
    talk: [
      magda`-8 14:10 Przy 7% dla wszystkich koszt roczny rośnie o 68 000 zł. Przy 5% i premii za termin wychodzi 54 000.`,
      ola`-8 15:00 Wolę drugi wariant, ale premia musi być prosta do policzenia. Jedna liczba na budowę.`,
      magda`-6 9:20 Jedna liczba: dni przed terminem odbioru razy stawka. Pokażę na przykładzie Rumiankowej ${on(4)}.`
    ]
  },
  {
    title: 'Rekrutacja: glazurnik',
    description: text`Szukamy glazurnika z doświadczeniem w dużych formatach. Próba na budowie, jeden dzień, płatna.`,
    status: 'doing',
    priority: 'normal',
    private: true,
    start: -12,
    due: 12,
    progress: 40,
    opened: { at: '-12 13:00', by: 'ola' },
    performers: ['ola', 'jan'],
    notified: ['pawel'],
    talk: [
      jan`-10 9:00 Zgłosiło się trzech. Jeden odpada, nie robił nic większego niż 60 × 60.`,
      ola`-10 11:00 Dwóch na próbę. Pierwszy ${on(-4)}, drugi po nim, żeby się nie spotkali.`,
      jan`-4 15:30 Pierwszy po próbie: dokładny, ale wolny. Ścianę 6 m² kładł cały dzień.`,
      thread(
        pawel`-3 8:50 Wolny i dokładny to lepiej niż odwrotnie. Do łazienek jak znalazł.`,
        ola`-3 9:30 Decyzja po drugim kandydacie, czekajmy ${until(2)}.`
      )
    ],
    changes: [change('-4 15:35', 'jan', { progress: 60 })]
  },
  {
    title: 'Inwentaryzacja magazynu',
    description: text`Spis materiałów i narzędzi, porządek na regałach, oddanie zwrotów do hurtowni.`,
    place: 'magazyn, ul. Kowalska 3',
    status: 'doing',
    priority: 'low',
    due: -11,
    progress: 60,
    opened: { at: '-15 7:30', by: 'hubert' },
    archived: { at: '-9 14:30', by: 'hubert' },
    performers: ['hubert'],
    notified: ['magda', 'iza'],
    talk: [
      hubert`-14 15:00 Zwrotów wyszło za 3 260 zł: klej, dwie palety płyt i profile. Jadą do hurtowni jednym kursem.`,
      magda`-13 9:10 Korekty na zwroty proszę od razu do mnie, poprzednie leżały w aucie miesiąc.`,
      hubert`-11 14:00 Spis zamknięty. Brakuje jednej wiertarki i poziomicy, resztę widać na regałach.`,
      iza`-11 14:20 Poziomica jest u mnie w biurze, oddaję. Do wiertarki się nie przyznaję.`
    ],
    changes: [change('-11 14:30', 'hubert', { status: 'done', progress: 100 })]
  }
]
