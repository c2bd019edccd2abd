import { afterEach, describe, expect, it } from 'vitest';
import { MAX_TEMPLATE_CHARACTERS, MAX_TEMPLATES, type TemplateContent } from '@shared/contract/templates';
import type { BlobHash } from '@shared/model/ids';
import { Bench } from '../fakes/bench';

/** Templates in the engine: kept over restarts with their files, bounded, removed with a way back. */
let bench: Bench;
afterEach(() => bench.stop());

const words = (text: string, change: Partial<TemplateContent> = {}): TemplateContent => ({
  subject: '',
  text,
  html: null,
  attachments: [],
  ...change,
});
async function started(): Promise<void> {
  bench = new Bench('everything');
  await bench.start();
}
const save = (name: string, content = words(name)) => bench.ui.api.saveTemplate({ id: null, name, content });
const names = async (): Promise<string[]> => (await bench.ui.api.templates({})).map(({ name }) => name);
async function upload(text: string): Promise<TemplateContent['attachments'][number]> {
  const { blob, size } = await bench.engine.files.accept({
    name: 'a',
    type: 'text/plain',
    stream: (async function* () {
      yield await Promise.resolve(new TextEncoder().encode(text));
    })(),
  });
  return { blob, size, name: 'a.txt', type: 'text/plain', contentId: null };
}
const restart = async (): Promise<void> => {
  await bench.kill();
  await bench.start();
};
const isHere = (blob: string): Promise<boolean> => bench.engine.parts.vault.blobs.has(blob as BlobHash);

describe('templates', () => {
  it('are as they were after a kill, in their order, with words and files', async () => {
    await started();
    const file = await upload('minutes');
    const picture = { ...(await upload('logo')), contentId: 'x@tern' };
    const html = '<p>Dear <b>{{first name}}</b> <img src="cid:x@tern" alt=""></p>';
    await save('First');
    const second = await save('Second', words('Dear', { html, attachments: [file, picture] }));
    expect(second).toMatchObject({ name: 'Second', excerpt: 'Dear', files: 1 });
    await bench.ui.api.moveTemplate({ id: second.id, by: -1 });
    await restart();
    expect(await names()).toEqual(['Second', 'First']);
    expect(await bench.ui.api.template({ id: second.id })).toMatchObject({
      name: 'Second',
      content: { text: 'Dear', html, attachments: [file, picture] },
    });
    // The sweep of a start takes what nobody owns.
    expect([await isHere(file.blob), await isHere(picture.blob)]).toEqual([true, true]);
  });

  it('are told to every page when they change, and one that is saved again stays in its place', async () => {
    await started();
    let told: string[] = [];
    bench.ui.on('templates', ({ templates }) => (told = templates.map(({ name }) => name)));
    const first = await save('First');
    await save('Second');
    await bench.ui.api.saveTemplate({ id: first.id, name: 'Changed', content: words('other') });
    expect(await names()).toEqual(['Changed', 'Second']);
    await bench.store.until(() => told.join() === 'Changed,Second', 2_000);
    // Past an end nothing moves.
    await bench.ui.api.moveTemplate({ id: first.id, by: -1 });
    expect(await names()).toEqual(['Changed', 'Second']);
  });

  it('come back where they were with their files; a start takes away for good what was removed', async () => {
    await started();
    const file = await upload('minutes');
    await save('First');
    const { id } = await save('Second', words('Dear', { attachments: [file] }));
    await save('Third');
    await bench.ui.api.removeTemplate({ id });
    expect(await names()).toEqual(['First', 'Third']);
    await bench.ui.api.restoreTemplate({ id });
    expect(await names()).toEqual(['First', 'Second', 'Third']);
    expect(await isHere(file.blob)).toBe(true);
    await bench.ui.api.removeTemplate({ id });
    await restart();
    expect(await names()).toEqual(['First', 'Third']);
    expect(await isHere(file.blob)).toBe(false);
    await expect(bench.ui.api.restoreTemplate({ id })).rejects.toMatchObject({ code: 'template-gone' });
  });

  it('are refused with nothing changed: too many, too long, without their files, gone', async () => {
    await started();
    const { id } = await save('1');
    for (let n = 2; n <= MAX_TEMPLATES; n++) await save(String(n));
    await expect(save('one more')).rejects.toMatchObject({ code: 'too-many-templates' });
    const huge = words('x'.repeat(MAX_TEMPLATE_CHARACTERS + 1));
    await expect(bench.ui.api.saveTemplate({ id, name: 'huge', content: huge })).rejects.toMatchObject({
      code: 'template-too-large',
    });
    const missing = { blob: 'f'.repeat(64), size: 1, name: 'gone.pdf', type: 'a/b', contentId: null };
    await expect(
      bench.ui.api.saveTemplate({ id, name: '1', content: words('', { attachments: [missing] }) }),
    ).rejects.toMatchObject({ code: 'template-file-missing', details: { name: 'gone.pdf' } });
    await expect(
      bench.ui.api.saveTemplate({ id: 'nobody', name: 'x', content: words('') }),
    ).rejects.toMatchObject({ code: 'template-gone' });
    expect((await names()).length).toBe(MAX_TEMPLATES);
    expect((await names())[0]).toBe('1');
  });
});
