export type DemoOrganization = {
  name: string
  taxId: string
  address: string
  postalCode: string
  city: string
  email: string
  phone: string
  website: string | null
  notes: string
}

export type OrganizationKey = keyof typeof organizations

export const organizations = {
  saldomiar: {
    name: 'Saldomiar',
    taxId: '9990142079',
    address: 'ul. Rumiankowa 8, 2. piętro',
    postalCode: '99-981',
    city: 'Olszanów',
    email: 'biuro@klient-a.example',
    phone: '600 000 200',
    website: 'https://klient-a.example',
    notes: 'Decyzje przez Kasię, faktury do Tomka. Od 20. do 25. dnia miesiąca nie dzwonić, zamykają księgi.'
  },
  rumiankowa: {
    name: 'Wspólnota Rumiankowa 8',
    taxId: '9990233161',
    address: 'ul. Rumiankowa 8',
    postalCode: '99-981',
    city: 'Olszanów',
    email: 'zarzad@klient-b.example',
    phone: '600 000 210',
    website: 'https://klient-b.example',
    notes: 'Powyżej 20 000 zł potrzebna uchwała. Zebranie zarządu w drugi wtorek miesiąca.'
  },
  iskrzak: {
    name: 'Iskrzak Instalacje',
    taxId: '9990355289',
    address: 'ul. Kowalska 17',
    postalCode: '99-984',
    city: 'Olszanów',
    email: 'biuro@partner-a.example',
    phone: '600 000 300',
    website: 'https://iskrzak.example',
    notes: 'Stawka z umowy ramowej do końca roku. Marek odbiera po 15:00, wcześniej lepiej pisać.'
  },
  debiszcze: {
    name: 'Stolarnia Dębiszcze',
    taxId: '9990471618',
    address: 'Dębiszcze 4',
    postalCode: '99-987',
    city: 'Dębiszcze',
    email: 'stolarnia@partner-b.example',
    phone: '600 000 310',
    website: 'https://debiszcze.example',
    notes: 'Fronty lakierowane: 5 dni roboczych od akceptacji koloru. Transport mają własny, bus do 3,2 m.'
  },
  drozdzownik: {
    name: 'Piekarnia Drożdżownik',
    taxId: '9990584021',
    address: 'Rynek 3',
    postalCode: '99-980',
    city: 'Olszanów',
    email: 'piekarnia@drozdzownik.example',
    phone: '600 000 401',
    website: 'https://drozdzownik.example',
    notes: 'Dzwonić po 11:00, rano stoją przy piecu.'
  },
  kreska: {
    name: 'Pracownia Krzywa Kreska',
    taxId: '9990617358',
    address: 'ul. Strychowa 22/9',
    postalCode: '99-982',
    city: 'Olszanów',
    email: 'pracownia@kreska.example',
    phone: '600 000 411',
    website: 'https://kreska.example',
    notes: 'Dwie architektki, rysują same. Lubią dostać wycenę w rozbiciu na pozycje.'
  },
  zakladka: {
    name: 'Księgarnia Zakładka',
    taxId: '9990729442',
    address: 'ul. Cicha 5',
    postalCode: '99-980',
    city: 'Olszanów',
    email: 'ksiegarnia@zakladka.example',
    phone: '600 000 421',
    website: 'https://zakladka.example',
    notes: 'Lokal od miasta, każda zmiana elewacji wymaga zgody konserwatora.'
  },
  modrzew: {
    name: 'Pensjonat Pod Modrzewiem',
    taxId: '9990836505',
    address: 'ul. Leśna 40',
    postalCode: '99-989',
    city: 'Lipno Górne',
    email: 'recepcja@modrzew.example',
    phone: '600 000 431',
    website: 'https://modrzew.example',
    notes: 'Prace tylko poza sezonem, po dwa pokoje naraz.'
  },
  gadula: {
    name: 'Szkoła Językowa Gaduła',
    taxId: '9990962718',
    address: 'ul. Szkolna 11',
    postalCode: '99-981',
    city: 'Olszanów',
    email: 'sekretariat@gadula.example',
    phone: '600 000 441',
    website: 'https://gadula.example',
    notes: 'Zajęcia od 15:00, głośno można tylko rano.'
  },
  kiel: {
    name: 'Gabinet Biały Kieł',
    taxId: '9991173900',
    address: 'ul. Kasztanowa 2',
    postalCode: '99-983',
    city: 'Olszanów',
    email: 'rejestracja@kiel.example',
    phone: '600 000 451',
    website: null,
    notes: 'Doktor decyduje szybko, ale tylko w piątki.'
  }
} satisfies Record<string, DemoOrganization>
