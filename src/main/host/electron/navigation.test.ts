import { beforeEach, describe, expect, it } from 'vitest';
import { FakeElectron, FakeEvent, FakeWebContents } from '../../../../tests/electron-fake';
import { STORE_URL, UI_URL } from './api';
import { denyNavigation } from './navigation';

describe('denyNavigation', () => {
  let electron: FakeElectron;
  let offered: string[];
  beforeEach(() => {
    electron = new FakeElectron();
    offered = [];
    denyNavigation(
      electron.api,
      {
        open: (url) => {
          offered.push(url);
          return Promise.resolve(true);
        },
      },
      (error) => expect(error).toBeUndefined(),
    );
  });

  /** Whether a page at `from` is kept from going to `to`. */
  function denied(name: string, from: string, to: string, isMainFrame = true): boolean {
    const contents = new FakeWebContents();
    contents.url = from;
    electron.app.emit('web-contents-created', {}, contents);
    const event = new FakeEvent(to, isMainFrame);
    contents.emit(name, event);
    return event.prevented;
  }

  it.each(['will-navigate', 'will-frame-navigate'])(
    'lets the store’s page load itself anew after its database was lost, and no other page (%s)',
    (name) => {
      expect(denied(name, STORE_URL, STORE_URL)).toBe(false);
      expect(offered).toEqual([]);
      expect(denied(name, STORE_URL, UI_URL)).toBe(true);
      expect(denied(name, UI_URL, STORE_URL)).toBe(true);
      expect(denied(name, UI_URL, UI_URL)).toBe(true);
    },
  );

  it('lets no frame go anywhere, also not to the page it is in', () => {
    expect(denied('will-frame-navigate', STORE_URL, STORE_URL, false)).toBe(true);
    expect(denied('will-frame-navigate', UI_URL, 'https://example.org/', false)).toBe(true);
    expect(denied('will-frame-navigate', UI_URL, 'about:srcdoc#https://example.org/', false)).toBe(true);
    expect(offered).toEqual([]);
  });

  it('lets a frame show what the page puts into it, and no page become that', () => {
    expect(denied('will-frame-navigate', UI_URL, 'about:srcdoc', false)).toBe(false);
    expect(denied('will-frame-navigate', UI_URL, 'about:srcdoc')).toBe(true);
  });
});
