import type { Person } from './compose';

const person = (name: string, address: string): Person => ({ name, address });

export const ada = person('Ada Lindqvist', 'ada@tern.example');
export const bo = person('Bo Ek', 'bo@tern.example');
export const jana = person('Jana Nováková', 'jana.novakova@lodenice.example');
export const eleni = person('Ελένη Παπαδάκη', 'eleni@limani.example');
export const ivan = person('Иван Петров', 'ivan.petrov@verf.example');
export const hanako = person('山田 花子', 'hanako@minato.example');
export const nour = person('نور حدّاد', 'nour@marsa.example');
export const noa = person('נועה לוי', 'noa@namal.example');
export const jonas = person('Jonas Weber', 'jonas.weber@werft-nord.example');
export const aoife = person('Aoife Byrne', 'aoife@byrne-naval.example');
export const tom = person('Tom Baker', 'tom@harbourtrust.example');
export const priya = person('Priya Nair', 'priya.nair@harbourtrust.example');
export const sven = person('Sven Åkerman', 'sven@kommun.example');
export const marta = person('Marta Kowalska', 'marta@stocznia.example');
export const ines = person('Inés Ortega', 'ines@puerto.example');
export const luca = person('Luca Conti', 'luca@cantiere.example');
export const mum = person('Karin Lindqvist', 'karin@lindqvist.example');
export const elin = person('Elin', 'elin@lindqvist.example');
export const nameless = person('', 'kranforare@kommun.example');

export const crew: readonly Person[] = [bo, jana, eleni, jonas, aoife, tom, priya, sven, marta, luca];

/** What a correspondent writes back when mail reaches them; `{subject}` is that mail's. */
export interface Voice {
  readonly person: Person;
  readonly hello: string;
  readonly answers: readonly string[];
  readonly bye: string;
}
export const VOICES: readonly Voice[] = [
  {
    person: bo,
    hello: 'Hi Ada,',
    answers: [
      'Got "{subject}", thank you. I will read it properly over coffee and come back to you before the tide turns.',
      'About "{subject}": yes from me. I am at the quay until six if you want to talk it through.',
    ],
    bye: 'Bo',
  },
  {
    person: jana,
    hello: 'Ahoj Ado,',
    answers: [
      'díky za zprávu „{subject}“. Zítra se na to podívám a pošlu ti výkresy.',
      '„{subject}“ – souhlasím, jdeme do toho!',
    ],
    bye: 'Jana',
  },
  {
    person: eleni,
    hello: 'Γεια σου Άντα,',
    answers: ['ευχαριστώ για το «{subject}». Θα σου απαντήσω αναλυτικά το βράδυ.'],
    bye: 'Ελένη',
  },
  {
    person: ivan,
    hello: 'Здравствуйте, Ада!',
    answers: ['Спасибо за письмо «{subject}». Посмотрю чертежи и отвечу завтра утром.'],
    bye: 'Иван',
  },
  {
    person: hanako,
    hello: 'アダさん',
    answers: ['「{subject}」のメール、ありがとうございます。確認して明日お返事します。'],
    bye: '花子',
  },
  {
    person: nour,
    hello: 'مرحبا آدا،',
    answers: ['شكراً على رسالتك «{subject}». سأعود إليك غداً إن شاء الله.'],
    bye: 'نور',
  },
  { person: noa, hello: 'היי עדה,', answers: ['תודה על "{subject}". אחזור אלייך מחר בבוקר.'], bye: 'נועה' },
  {
    person: jonas,
    hello: 'Moin Ada,',
    answers: ['danke für „{subject}“. Ich frage in der Werkstatt nach und melde mich noch heute.'],
    bye: 'Jonas',
  },
  {
    person: aoife,
    hello: 'Ada!',
    answers: ['"{subject}" landed safely. Give me until tomorrow and I will have numbers for you.'],
    bye: 'Aoife',
  },
  {
    person: tom,
    hello: 'Dear Ada,',
    answers: ['Thank you for "{subject}". The Trust meets on Thursday; I shall put it first on the agenda.'],
    bye: 'Tom',
  },
  {
    person: priya,
    hello: 'Hi Ada,',
    answers: ['Thanks for "{subject}" – filed with the grant papers. Nothing else needed.'],
    bye: 'Priya',
  },
  {
    person: mum,
    hello: 'Hej gumman,',
    answers: ['tack för "{subject}"! Ring när du har tid. Det finns bullar.'],
    bye: 'Kram, mamma',
  },
  {
    person: marta,
    hello: 'Cześć Ada,',
    answers: ['dzięki za „{subject}”. Odezwę się jutro z wyceną.'],
    bye: 'Marta',
  },
  {
    person: luca,
    hello: 'Ciao Ada,',
    answers: ['grazie per «{subject}». Ti mando il preventivo domani!'],
    bye: 'Luca',
  },
];
