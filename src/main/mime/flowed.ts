/** Text of RFC 3676 `format=flowed`: soft-broken lines of one quote depth joined again, stuffing removed. */
export function unflow(text: string, delsp: boolean): string {
  const out: string[] = [];
  let depth = 0;
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) out.push((depth > 0 ? `${'>'.repeat(depth)} ` : '') + paragraph.join(''));
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    let marks = 0;
    while (line[marks] === '>') marks++;
    let content = line.slice(marks);
    if (content.startsWith(' ')) content = content.slice(1);
    if (marks !== depth) flush();
    depth = marks;
    const signature = content === '-- ';
    if (signature) flush();
    const soft = content.endsWith(' ') && !signature;
    paragraph.push(soft && delsp ? content.slice(0, -1) : content);
    if (!soft) flush();
  }
  flush();
  return out.join('\n');
}

/**
 * Wraps text for `format=flowed; delsp=no`: lines of at most `width` characters where words allow, a space before each
 * soft break, stuffing where a line could be misread. Lines of quotes keep their marks on every piece.
 */
export function flow(text: string, width = 72): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => (line === '-- ' ? line : flowLine(line.replace(/[ \t]+$/, ''), width)))
    .join('\r\n');
}

function flowLine(line: string, width: number): string {
  const marks = /^>[> ]*/.exec(line)?.[0] ?? '';
  const depth = marks.replaceAll(' ', '').length;
  const prefix = depth > 0 ? `${'>'.repeat(depth)} ` : '';
  const content = line.slice(marks.length);
  const pieces: string[] = [];
  let piece = '';
  // A word and the spaces behind it stay together, so that joining gives back exactly this line.
  for (const word of content.match(/\S+ *| +/g) ?? []) {
    if (piece !== '' && (prefix + piece + word.trimEnd()).length > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += word;
  }
  pieces.push(piece);
  return pieces
    .map((part) => {
      const stuff = prefix === '' && /^(?: |>|From )/.test(part) ? ' ' : '';
      return prefix + stuff + part;
    })
    .join('\r\n');
}
