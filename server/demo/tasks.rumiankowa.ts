import {
  change,
  clients,
  ewa,
  from,
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
  piotr,
  shared,
  signed,
  text,
  thread,
  until
} from './script.ts'
import type { DemoRoom } from './script.ts'

/** What the firm does for the housing community at Rumiankowa 8. */
export const rumiankowaTasks: DemoRoom[] = [
  {
    title: 'Klatka schodowa: malowanie i balustrada',
    description: text`Ściany i sufity od parteru po 4. piętro, lamperia zmywalna, renowacja dębowej poręczy i uzupełnienie tralek. Prace piętrami, przejście zawsze otwarte.`,
    place: 'ul. Rumiankowa 8, klatka A',
    organization: 'rumiankowa',
    status: 'doing',
    priority: 'normal',
    start: -11,
    due: 4,
    progress: 15,
    estimate: 36800,
    cost: 29100,
    internalNotes: 'Uchwała wspólnoty do 37 000 zł. Każda dopłata wymaga nowego głosowania.',
    opened: { at: '-12 8:00', by: 'pawel' },
    performers: ['pawel', 'ewa'],
    notified: ['iza', 'piotr'],
    talk: [
      thread(
        signed(
          pawel.clients`-12 8:20 Zaczynamy ${on(-11)} od 4. piętra i schodzimy w dół. Malujemy połowę szerokości schodów, więc przejście będzie cały czas.`,
          ['-12 9:06', 'piotr', 'agreed'],
          ['-12 10:15', 'iza', 'agreed']
        ),
        piotr`-12 9:05 Na 3. piętrze jest wózek, proszę nie zastawiać windy. Ogłoszenie wieszam jeszcze dziś.`
      ),
      thread(
        ewa`-10 8:45 Poręcz jest w lepszym stanie, niż wyglądała. Do wymiany 14 tralek i jedno kolanko między 2. a 3. piętrem.`,
        pawel.debiszcze`-10 9:30 Czternaście mamy w wycenie. Kolanko wytoczysz u siebie czy szukamy gotowego?`,
        ewa`-10 13:00 Wytoczę, gotowe nie trafią w ten promień. Cztery dni.`
      ),
      iza`-9 11:15 Kolanko zmieści się w kwocie, tylko pilnujmy lakieru. Uchwała kończy się na 37 000.`,
      thread(
        pawel.clients`-6 14:40 Trzy piętra pomalowane. Na półpiętrze wiszą dwie próbki lamperii: jasnoszara i piaskowa. Którą kładziemy?`,
        signed(piotr`-3 16:40 Zarząd obejrzał, wybieramy piaskową. Kolor z próbki jest w porządku.`, [
          '-2 7:38',
          'pawel',
          'done'
        ]),
        pawel.rumiankowa`-2 7:40 Piaskowa zamówiona, kładziemy ją ${from(1)}.`
      ),
      signed(
        ewa`-2 15:50 Kolanko gotowe, pasuje. Montaż tralek mogę zacząć, gdy ściany na 2. piętrze wyschną.`,
        ['-1 7:35', 'pawel', 'great']
      ),
      thread(
        piotr`-1 12:10 Na parterze odpryskuje farba przy skrzynkach, chyba ktoś przejechał rowerem.`,
        pawel.rumiankowa`-1 13:00 Poprawimy przy lamperii, to ten sam odcień.`
      )
    ],
    links: [
      link('-6 14:42', 'pawel', 'https://dobryfach.example/wzornik/lamperie', 'Próbki lamperii', clients),
      link('-10 8:50', 'ewa', 'https://debiszcze.example/zdjecia/kolanko-poreczy', 'Zdjęcia kolanka poręczy')
    ],
    changes: [change('-6 14:45', 'pawel', { progress: 45 }), change('-2 15:55', 'pawel', { progress: 60 })]
  },
  {
    title: 'Wymiana grzejników na parterze',
    description: text`Sześć grzejników i zawory w lokalach 1–3 oraz w korytarzu. Spuszczenie wody z pionu po uzgodnieniu z zarządem.`,
    place: 'ul. Rumiankowa 8, parter',
    organization: 'rumiankowa',
    status: 'doing',
    priority: 'high',
    start: -7,
    due: -1,
    progress: 20,
    estimate: 15700,
    cost: 13420,
    internalNotes:
      'Dwa grzejniki przyszły z wgniecionym bokiem, reklamacja u dostawcy. Klientowi mówimy tylko o terminie.',
    opened: { at: '-9 8:00', by: 'pawel' },
    performers: ['pawel', 'jan'],
    notified: ['piotr', 'hubert'],
    talk: [
      thread(
        pawel.clients`-9 8:15 Wodę z pionu spuszczamy ${on(-7)} o 7:00, grzanie wraca tego samego dnia po południu.`,
        piotr`-9 9:40 Dobrze. Lokal 2 wynajmuje pani z niemowlęciem, proszę zrobić go jako pierwszy.`,
        pawel.rumiankowa`-9 10:00 Będzie pierwszy, przed dziesiątą już ciepło.`
      ),
      hubert`-6 11:20 Dwa grzejniki z wgniecionym bokiem. Zgłosiłem, wymienią, ale dopiero za kilka dni.`,
      jan`-6 11:50 Cztery wiszą i grzeją. W korytarzu zaślepiłem pion, można jechać dalej bez tych dwóch.`,
      pawel.clients`-5 8:30 Lokale 1–3 są gotowe. Na dwa grzejniki do korytarza czekamy, dostawca wymienia je na nowe.`,
      thread(
        piotr`-2 9:30 Kiedy wrócą grzejniki na parterze? Mieszkańcy pytają, a ja nie mam co odpowiedzieć.`,
        piotr`-1 10:45 Ponawiam pytanie. W korytarzu jest 14 stopni.`
      ),
      hubert`0 8:20 Dostawca potwierdził: oba będą ${on(1)} przed południem. ${pawel}, odpisz proszę Piotrowi.`
    ],
    changes: [change('-5 8:35', 'pawel', { progress: 65 }), change('-2 7:50', 'jan', { progress: 80 })]
  },
  {
    title: 'Parapety z konglomeratu, 6 szt.',
    description: text`Parapety wewnętrzne na klatce, 6 sztuk po 138 cm, kolor kość słoniowa. Zamówienie po potwierdzeniu wymiarów.`,
    place: 'ul. Rumiankowa 8, klatka A',
    organization: 'rumiankowa',
    status: 'todo',
    priority: 'normal',
    due: 10,
    estimate: 5400,
    cost: 4020,
    opened: { at: '-7 9:00', by: 'hubert' },
    performers: ['hubert', 'pawel'],
    notified: ['piotr'],
    talk: [
      hubert.clients`-7 9:10 Zmierzone: pięć parapetów po 138 cm i jeden 141, ten na 1. piętrze. Zamawiam po Państwa zgodzie na kolor.`,
      piotr`-4 17:20 Kość słoniowa, tak jak w ofercie. Proszę o zaokrąglone narożniki, dzieci tam siadają.`,
      hubert.rumiankowa`-3 8:00 Narożniki zaokrąglone, bez dopłaty. Kamieniarz daje siedem dni roboczych.`
    ]
  },
  {
    title: 'Wywóz gruzu, kontener 7 m³',
    description: text`Kontener od podwórza na gruz z łazienek i klatki. Bez gipsu i wełny.`,
    place: 'ul. Rumiankowa 8, podwórze',
    organization: 'rumiankowa',
    status: 'doing',
    priority: 'normal',
    start: -13,
    due: -6,
    estimate: 2100,
    cost: 1740,
    opened: { at: '-14 7:30', by: 'hubert' },
    performers: ['hubert'],
    notified: ['piotr'],
    talk: [
      hubert.clients`-14 7:45 Kontener stanie ${on(-13)} na dwóch miejscach przy trzepaku. Proszę o przestawienie auta z numerem 17.`,
      piotr`-14 10:30 Auto przestawione. Podwórze jest świeżo wybrukowane, proszę o deski pod kontener.`,
      hubert.rumiankowa`-14 10:50 Deski będą, grube na pięć centymetrów.`,
      hubert.clients`-6 13:40 Kontener zabrany, bruk zamieciony. Karta przekazania odpadów jest w linku.`
    ],
    links: [
      link(
        '-6 13:42',
        'hubert',
        'https://dobryfach.example/odpady/karta-przekazania',
        'Karta przekazania odpadów',
        clients
      )
    ],
    changes: [change('-6 13:45', 'hubert', { status: 'done', progress: 100 })]
  },
  {
    title: 'Domofon i oświetlenie wejścia',
    description: text`Nowy panel domofonu na 24 lokale, oprawa nad drzwiami z czujnikiem i oświetlenie numeru domu.`,
    place: 'ul. Rumiankowa 8, wejście',
    organization: 'rumiankowa',
    status: 'doing',
    priority: 'normal',
    start: -5,
    due: 6,
    progress: 10,
    estimate: 12900,
    cost: 10350,
    internalNotes: 'Unifony w lokalach wymienia Iskrzak, u nas tylko zapłata za panel i oprawy.',
    opened: { at: '-9 12:00', by: 'jan' },
    performers: ['marek', 'jan'],
    notified: ['piotr', 'pawel'],
    talk: [
      thread(
        jan.everyone`-9 12:20 Zakres na wejście: panel na 24 lokale, oprawa z czujnikiem zmierzchu, podświetlony numer. Start ${on(-5)}.`,
        piotr`-9 13:30 Ważne: stary kod musi działać do dnia przełączenia, listonosz i lekarze go znają.`,
        marek`-9 16:30 Stary panel zostaje czynny, nowy idzie równolegle. Przełączenie potrwa godzinę.`
      ),
      marek`-5 15:40 Przewody w ścianie są, ale dwie żyły przerwane. Ciągnę nowy kabel piwnicą, pół dnia więcej.`,
      jan.iskrzak`-5 15:55 Zgoda. Klucz do piwnicy u portiera, proszę zamknąć komórki na kłódkę po robocie.`,
      shared(
        marek`-2 15:15 Kabel położony, panel zaprogramowany na 24 numery. Mogę przełączać w dowolny dzień po 10:00.`,
        '-2 15:30',
        'jan',
        clients
      ),
      thread(
        jan.clients`-1 8:20 Proponujemy przełączenie domofonu ${on(2)} o 10:00. Przez godzinę drzwi będą otwarte, ktoś od nas przy nich stanie.`,
        piotr`-1 11:30 Zgoda. Proszę o listę nowych kodów w kopercie, nie mailem.`
      )
    ],
    changes: [change('-5 15:58', 'jan', { progress: 25 }), change('-2 15:32', 'jan', { progress: 70 })]
  },
  {
    title: 'Naprawa rynny od podwórza',
    description: text`Rozszczelniony spust przy tarasie i urwany hak. Potrzebny podnośnik, woda leje się na ocieplenie.`,
    place: 'ul. Rumiankowa 8, podwórze',
    organization: 'rumiankowa',
    status: 'todo',
    priority: 'high',
    due: -3,
    estimate: 1900,
    cost: 1380,
    internalNotes: 'Podnośnik wspólny z klimatyzacją, podzielić koszt na pół.',
    opened: { at: '-6 7:30', by: 'hubert' },
    performers: ['hubert'],
    notified: ['piotr', 'pawel'],
    talk: [
      piotr`-6 8:00 Przesyłam zgłoszenie sąsiadki: woda z rynny leci po ścianie, na dole jest już zaciek.`,
      hubert.rumiankowa`-6 8:25 Przyjedziemy ${on(-3)} z podnośnikiem. Do tego czasu podstawimy rurę, żeby woda szła od ściany.`,
      hubert`-3 7:20 Wiatr 60 km/h, podnośnik nie wyjedzie. Rurę sprawdziłem, trzyma.`,
      thread(
        hubert.clients`-3 7:30 Przez wiatr nie wejdziemy dziś na wysokość. Nowy termin podam, gdy prognoza się uspokoi, rura zastępcza działa.`,
        piotr`-3 9:00 Rozumiem, bezpieczeństwo najpierw. Zaciek na razie się nie powiększa.`
      ),
      pawel`-1 14:20 Podnośnik wolny ${on(2)} od 8:00. Biorę go od razu na przepust do klimatyzacji.`
    ]
  },
  {
    title: 'Piwnice: osuszanie i drzwi do komórek',
    description: text`Osuszanie korytarza piwnicy, tynk renowacyjny do wysokości 1 m, 11 par drzwi ażurowych do komórek. Początek po uchwale.`,
    place: 'ul. Rumiankowa 8, piwnice',
    organization: 'rumiankowa',
    status: 'todo',
    priority: 'normal',
    start: 12,
    due: 25,
    estimate: 47500,
    cost: 38900,
    internalNotes: 'Zapas 4% na niespodzianki pod tynkiem. Bez zaliczki nie wypożyczać osuszaczy.',
    opened: { at: '-11 13:00', by: 'jan' },
    performers: ['jan', 'ewa'],
    notified: ['ola', 'piotr'],
    talk: [
      thread(
        jan.clients`-11 13:20 Po pomiarze: mury mają 9–11% wilgoci. Najpierw dwa tygodnie osuszania, dopiero potem tynk, inaczej odpadnie.`,
        piotr`-11 15:00 Sąsiedzi woleliby od razu tynk. Mogę dostać to na piśmie, z wynikami?`,
        jan.rumiankowa`-10 9:00 Wyniki pomiarów są w linku, razem z wyjaśnieniem na jedną stronę.`
      ),
      ewa`-9 14:15 Drzwi do komórek: proponuję ażurowe z modrzewia, 11 par, cztery różne szerokości. Zamki wspólne czy każdy swoje?`,
      jan.debiszcze`-8 8:10 Każdy swoje, kłódki mieszkańców zostają. Skoble proszę ocynkowane.`,
      ola`-7 10:10 Jeśli uchwała przejdzie, bierzemy 40% zaliczki. Osuszacze to wynajem, płacimy z góry.`,
      piotr`-4 16:30 Głosowanie zbieram podpisami, brakuje trzech lokali. Dam znać ${until(3)}.`
    ],
    links: [
      link(
        '-10 9:02',
        'jan',
        'https://dobryfach.example/pomiary/piwnice-wilgotnosc',
        'Pomiary wilgotności murów',
        clients
      )
    ],
    changes: [change('-4 8:00', 'jan', { status: 'waiting' })]
  },
  {
    title: 'Przegląd instalacji w częściach wspólnych',
    description: text`Pomiary elektryczne klatki, piwnic i wejścia: rezystancja, różnicówki, ochrona. Raz na pięć lat.`,
    place: 'ul. Rumiankowa 8',
    organization: 'rumiankowa',
    status: 'doing',
    priority: 'normal',
    start: -10,
    due: -8,
    progress: 10,
    estimate: 3200,
    cost: 2600,
    opened: { at: '-12 14:00', by: 'jan' },
    performers: ['marek'],
    notified: ['jan', 'magda', 'piotr'],
    talk: [
      jan.everyone`-12 14:15 Pomiary robimy ${on(-10)} od 9:00. Światło na klatce będzie gasło na kilka minut, piętro po piętrze.`,
      piotr`-12 16:10 Dziękuję, portier ma latarki.`,
      marek`-10 15:00 Pomierzone. Jedna różnicówka w piwnicy nie zadziałała, wymieniona na miejscu. Reszta w normie.`,
      jan.clients`-8 9:30 Protokół z pomiarów jest w linku. Następny przegląd za pięć lat, przypomnimy.`,
      magda`-7 9:00 Różnicówka poza zakresem, 210 zł. Dopisuję ją do faktury za domofon, Piotra uprzedzam telefonicznie.`
    ],
    links: [
      link('-8 9:32', 'jan', 'https://iskrzak.example/protokoly/rumiankowa-8', 'Protokół pomiarów', [
        ...clients,
        ...partners
      ])
    ],
    changes: [
      change('-10 15:10', 'jan', { progress: 90 }),
      change('-8 9:35', 'jan', { status: 'done', progress: 100 })
    ]
  }
]
