/**
 * `Content-Disposition: attachment` for an untrusted name (RFC 6266): an ASCII stand-in, and the name itself in
 * RFC 8187 form. Control characters and separators do not survive.
 */
export function attachmentDisposition(name: string): string {
  // A lone surrogate has no UTF-8 form and would make encodeURIComponent throw; a Buffer replaces it by U+FFFD.
  const wellFormed = Buffer.from(name, 'utf8').toString('utf8');
  const clean = wellFormed.replace(/[\u0000-\u001f\u007f-\u009f/\\]+/g, '_').trim() || 'attachment';
  const ascii = clean.replace(/[^ -~]|["%]/g, '_');
  const encoded = encodeURIComponent(clean).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
