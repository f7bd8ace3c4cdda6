import { clients, date, everyone, from, on, partners, rumiankowa, text, until } from './script.ts'
import type { DemoNews } from './script.ts'

export const news: DemoNews[] = [
  {
    at: '-14 8:00',
    by: 'iza',
    to: clients,
    title: text`Jeden numer do zgłoszeń gwarancyjnych`,
    body: text`Usterki można zgłaszać tutaj, w pokoju danej sprawy, albo telefonicznie: 600 000 105.

Najbardziej pomaga zdjęcie i nazwa pomieszczenia. Na pilne zgłoszenia, czyli wodę, prąd i zamki, odpowiadamy tego samego dnia, na pozostałe w ciągu dwóch dni roboczych.`
  },
  {
    at: '-11 8:15',
    by: 'magda',
    to: partners,
    title: text`Faktury za ten miesiąc ${until(6)}`,
    body: text`Prosimy o faktury ${until(6)}, z nazwą budowy w opisie. Przelewy robimy dwa razy w tygodniu, we wtorek i w piątek.

Jeśli protokół nie jest jeszcze podpisany, proszę wystawić fakturę po odbiorze, a nie przed nim. Wtedy nic nie wraca do poprawki.`
  },
  {
    at: '-6 7:40',
    by: 'jan',
    to: [],
    title: text`Kaski i szelki: przypomnienie`,
    body: text`Na klatce i przy rynnie wszyscy w kaskach, bez wyjątków dla brygadzistów. Szelki są w busie, w skrzyni za fotelem.

Kto zapomni, dzwoni do Huberta i czeka na dole. Postój wpisujemy sobie, nie klientowi.`
  },
  {
    at: '-1 14:45',
    by: 'pawel',
    to: rumiankowa,
    title: text`Podnośnik na podwórzu ${on(2)}`,
    body: text`Podnośnik stanie przy ścianie od podwórza ${on(2)} od 8:00 do 12:00. Prosimy o przestawienie samochodów z miejsc przy trzepaku.

Podczas pracy przejście do śmietnika będzie od ulicy. O 12:00 podwórze jest znów wolne.`
  },
  {
    at: '-1 8:05',
    by: 'ola',
    to: everyone,
    title: text`Biuro nieczynne ${date(19)} i ${date(20)}`,
    body: text`Biuro będzie zamknięte przez dwa dni, ekipy na budowach pracują normalnie. Wracamy ${from(21)} o 8:00.

W pilnej sprawie dyżuruje Jan, numer jest w kontaktach. Wpisy w pokojach czytamy także wtedy, tylko odpowiedź może przyjść trochę później.`
  }
]
