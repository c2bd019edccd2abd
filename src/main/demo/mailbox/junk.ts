import type { Entry } from './entry';

/** What nobody asked for; every link and picture leads to hosts that do not exist. */
const OFFERS: ReadonlyArray<readonly [name: string, address: string, subject: string, text: string]> = [
  [
    'Prize Department',
    'winner@lucky-gull.example',
    'CONGRATULATIONS!!! You are our 1.000.000th seagull',
    'Dear Winner, you have been chosen from all seagulls. To receive your yacht send only the small fee of 49,99.',
  ],
  [
    'Dr. M. Okoro (Esq.)',
    'office@transfer-desk.example',
    'Confidential: late Captain’s chest',
    'Dear Friend, I have in my keeping one (1) chest of the late Captain, who had no family but resembled you strongly.',
  ],
  [
    'Account Security',
    'security@tem.example',
    'Your mailbox is 99,8% full!! Act now',
    'Your mail will be DELETED in 24 hours. Confirm your password here to keep your mails: http://tem.example/login',
  ],
  [
    'Crypto Kapitän',
    'kapitaen@moonboat.example',
    'Verdiene 4.000 € am Tag – im Schlaf',
    'Meine Oma war auch skeptisch. Heute hat sie drei Boote.',
  ],
  ['', 'x9f2@mail-7781.example', 'Re: Re: invoice', 'see attach'],
  [
    'SEO Partner',
    'growth@rank-up.example',
    'Quick question about your website',
    'I was looking at your website and noticed it is not the first on the Internet. We can help.',
  ],
  [
    'Доставка',
    'info@posylka.example',
    'Ваша посылка задержана',
    'Оплатите 1,99 и мы отпустим вашу посылку. Она скучает.',
  ],
  [
    '当選センター',
    'info@atari.example',
    '【重要】おめでとうございます',
    'あなたは一億円に当選しました。手数料だけお支払いください。',
  ],
  ['Miracle Paint', 'offer@miraclepaint.example', 'One coat. Forever.', 'Barnacles hate this one trick.'],
  ['HR', 'hr@quick-hire.example', 'Work from home 3h/week, 9000/month', 'You must have: hands.'],
  [
    'Bank',
    'noreply@kustbnken.example',
    'Ditt konto är sperrat',
    'Kära kund, ditt konto har blivit sperrat av säkerhets. Klicka länk för att osperra.',
  ],
];

export const junk: readonly Entry[] = Array.from({ length: 29 }, (_, n): Entry => {
  const [name, address, subject, text] = OFFERS[n % OFFERS.length] ?? ['', 'x@spam.example', 'x', 'x'];
  return {
    in: 'Junk',
    days: 0.35 + n * 1.27,
    from: { name, address },
    forged: n % 3 === 1,
    subject: n < OFFERS.length ? subject : `FWD: ${subject}`,
    text: `${text}\n`,
    flags: n % 3 === 0 ? 'J' : 'SJ',
    ...(n % 2 === 0
      ? {
          html: `<center><a href="http://${address.split('@')[1] ?? ''}/go?id=${n}"><img src="http://${address.split('@')[1] ?? ''}/banner.gif" alt="OPEN NOW" width="500"></a><p style="font-size:30px;color:red">${text}</p></center><img src="http://${address.split('@')[1] ?? ''}/t.gif" width="1" height="1">`,
        }
      : {}),
    headers: { 'X-Spam-Flag': 'YES', 'X-Spam-Score': String(7 + (n % 9)) },
  };
});
