/** Small real files, drawn in code, as binary strings. */
const CRC = Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let k = 0; k < 8; k += 1) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  return c >>> 0;
});
function crc32(bytes: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i += 1)
    crc = (crc >>> 8) ^ (CRC[(crc ^ bytes.charCodeAt(i)) & 0xff] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}
const big32 = (n: number): string =>
  String.fromCharCode((n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255);
const little = (n: number, octets: number): string =>
  Array.from({ length: octets }, (_, i) => String.fromCharCode(Math.floor(n / 256 ** i) & 255)).join('');

export type Colour = readonly [number, number, number];

/** An uncompressed PNG (RFC 2083): stored DEFLATE blocks. */
export function png(width: number, height: number, pixel: (x: number, y: number) => Colour): string {
  let rows = '';
  for (let y = 0; y < height; y += 1) {
    rows += '\0';
    for (let x = 0; x < width; x += 1) rows += String.fromCharCode(...pixel(x, y));
  }
  let data = '\x78\x01';
  for (let at = 0; at < rows.length; at += 65_535) {
    const block = rows.slice(at, at + 65_535);
    const isLast = at + 65_535 >= rows.length;
    data += `${isLast ? '\x01' : '\x00'}${little(block.length, 2)}${little(~block.length & 0xffff, 2)}${block}`;
  }
  let a = 1;
  let b = 0;
  for (let i = 0; i < rows.length; i += 1) {
    a = (a + rows.charCodeAt(i)) % 65_521;
    b = (b + a) % 65_521;
  }
  data += big32(((b << 16) | a) >>> 0);
  const chunk = (type: string, body: string): string =>
    `${big32(body.length)}${type}${body}${big32(crc32(type + body))}`;
  return `\x89PNG\r\n\x1a\n${chunk('IHDR', `${big32(width)}${big32(height)}\x08\x02\0\0\0`)}${chunk('IDAT', data)}${chunk('IEND', '')}`;
}

/** Sea, sky, a low sun and a sail. */
export const harbourPicture = (): string =>
  png(160, 100, (x, y) => {
    const sun = (x - 118) ** 2 + (y - 34) ** 2 < 130;
    const sail = x >= 48 && x <= 48 + (y - 22) * 0.5 && y >= 22 && y < 66;
    const hull = y >= 68 && y < 75 && x > 36 + (y - 68) && x < 88 - (y - 68) * 2;
    if (sail) return [250, 246, 236];
    if (hull) return [122, 58, 40];
    if (sun) return [255, 205, 120];
    if (y < 60) return [150 + y, 185 + Math.floor(y / 2), 225];
    return (x + y * 3) % 23 < 2 ? [120, 160, 185] : [50, 98 + Math.floor((y - 60) / 2), 135];
  });

/** A plan of three berths, for the inline picture. */
export const berthPlan = (): string =>
  png(120, 60, (x, y) => {
    if (y < 12) return [170, 150, 120];
    if (x % 40 < 2 && y < 50) return [110, 90, 70];
    const berth = Math.floor(x / 40);
    const inHull = x % 40 > 12 && x % 40 < 30 && y > 18 && y < 46;
    if (inHull && berth !== 1) return berth === 0 ? [200, 70, 60] : [60, 120, 80];
    return [190, 215, 228];
  });

/** A one-page PDF with lines of text in Helvetica. */
export function pdf(lines: readonly string[]): string {
  const escape = (line: string): string => line.replace(/[\\()]/g, '\\$&');
  const text = lines.map((line, i) => `1 0 0 1 60 ${780 - i * 20} Tm (${escape(line)}) Tj`).join('\n');
  const stream = `BT /F1 12 Tf\n${text}\nET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((object, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj\n${object}\nendobj\n`;
    return at;
  });
  const start = file.length;
  const entries = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  return `${file}xref\n0 6\n0000000000 65535 f \n${entries}trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
}

/** A zip archive of stored files (APPNOTE 4.3). */
export function zip(files: ReadonlyArray<readonly [name: string, bytes: string]>): string {
  let body = '';
  let directory = '';
  for (const [name, bytes] of files) {
    const common = `${little(20, 2)}${little(0, 2)}${little(0, 2)}${little(0, 2)}${little(0x5a21, 2)}${little(crc32(bytes), 4)}${little(bytes.length, 4)}${little(bytes.length, 4)}${little(name.length, 2)}${little(0, 2)}`;
    directory += `PK\x01\x02${little(20, 2)}${common}${little(0, 2)}${little(0, 2)}${little(0, 2)}${little(0, 4)}${little(body.length, 4)}${name}`;
    body += `PK\x03\x04${common}${name}${bytes}`;
  }
  return `${body}${directory}PK\x05\x06${little(0, 4)}${little(files.length, 2)}${little(files.length, 2)}${little(directory.length, 4)}${little(body.length, 4)}${little(0, 2)}`;
}
