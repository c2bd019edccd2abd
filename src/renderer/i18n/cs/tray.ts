import type { tray as english } from '../en/tray';
import type { Translation } from '../translation';

export const tray: Translation<typeof english> = {
  open: 'Otevřít Tern',
  compose: 'Nová zpráva',
  account: '{{account}}: nepřečtené {{unread}}',
  nothing: 'Tern: žádná nepřečtená pošta',
  unread_one: 'Tern: {{count}} nepřečtená zpráva',
  unread_few: 'Tern: {{count}} nepřečtené zprávy',
  unread_other: 'Tern: {{count}} nepřečtených zpráv',
  pauseHour: 'Pozastavit oznámení na 1 hodinu',
  pauseTomorrow: 'Pozastavit oznámení do zítřka',
  paused: 'Oznámení jsou pozastavená do {{until}}',
  resume: 'Obnovit oznámení',
  quit: 'Ukončit',
  runs: 'Tern běží dál',
  runsHint: 'Pošta chodí dál. Okno otevřete ikonou na liště, nebo když Tern spustíte znovu.',
};
