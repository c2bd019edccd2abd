export const unsubscribe = {
  command: 'Unsubscribe…',
  left: {
    request: 'You unsubscribed on {{when}}',
    mail: 'You unsubscribed by mail on {{when}}',
    page: 'You opened their page to unsubscribe on {{when}}',
  },
  title: 'Unsubscribe from {{name}}?',
  looking: 'Looking at how one can unsubscribe…',
  oneClick:
    'Tern will ask {{host}} to take {{address}} off. That tells them that this address is read. Tern sends nothing else.',
  mail: '{{to}} takes people off by mail. Tern writes the message from {{address}}; you look at it and send it.',
  page: 'One can only unsubscribe on their web page, at {{host}}. Opening it tells them that this address is read.',
  unproven:
    'They offer to do it with one request, but nothing proves that the offer is theirs, so Tern doesn’t use it.',
  confirm: 'Unsubscribe',
  write: 'Write the message',
  writeInstead: 'Write to them instead',
  openPage: 'Open {{host}}',
  asking: 'Asking {{host}}…',
  result: {
    done: '{{host}} confirms it. What is already on its way may still come.',
    refused:
      '{{host}} refused the request ({{status}}). You are probably still on the list. Nothing else was sent.',
    elsewhere:
      '{{host}} only pointed to another address, where Tern didn’t go. You are probably still on the list.',
    'no-answer':
      '{{host}} was asked, but didn’t answer. You may be off the list, or not: watch whether more mail comes.',
    unreachable:
      '{{host}} can’t be reached now, or may not be asked. Nothing was sent, and you are still on the list.',
  },
};
