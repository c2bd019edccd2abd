/** What mailers of the world write for "Re:" and "Fwd:". One letter ones are Italian (R, I) and Polish or Norwegian. */
const REPLY_WORDS =
  're|aw|antw|antwort|sv|vs|odp|rif|ynt|res|rsp|ref|отв|ответ|ha|hv|cevap|απ|vá|atb|r|回复|回覆|答复|返信|답장|رد|תגובה';
const FORWARD_WORDS =
  'fwd|fw|wg|vb|vl|pd|tr|rv|enc|doorst|videresendt|vidarebefordrat|i|ilet|iletilen|πρθ|továbbítás|fs|пересл|转发|轉寄|転送|전달';
const COUNT = String.raw`(?:\s?[\[(]\d{1,3}[\])]|\^\d{1,3}|\d{1,2})?`;
const REPLY = new RegExp(`^\\s*(?:${REPLY_WORDS})${COUNT}\\s?[:：]`, 'iu');
const FORWARD = new RegExp(`^\\s*(?:${FORWARD_WORDS})${COUNT}\\s?[:：]`, 'iu');

/** The subject without any reply or forward prefixes: what threads of servers without references share. */
export function baseSubject(subject: string): string {
  let rest = subject;
  for (;;) {
    const match = REPLY.exec(rest) ?? FORWARD.exec(rest);
    if (!match) return rest.trim();
    rest = rest.slice(match[0].length);
  }
}

export const replySubject = (subject: string): string => prefixed('Re: ', REPLY, subject);
export const forwardSubject = (subject: string): string => prefixed('Fwd: ', FORWARD, subject);

function prefixed(prefix: string, known: RegExp, subject: string): string {
  let rest = subject;
  for (let match = known.exec(rest); match; match = known.exec(rest)) rest = rest.slice(match[0].length);
  return (prefix + rest.trim()).trimEnd();
}
