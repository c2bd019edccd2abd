import { describe, expect, it } from 'vitest';
import { electronFlags } from './flags';

describe('flags', () => {
  it('are found among those of others', () => {
    expect(electronFlags(['electron', '.', '--demo', '--enable-logging'])).toEqual({
      demo: true,
      profile: null,
      atLogin: false,
    });
    expect(electronFlags(['tern', '--at-login'])).toEqual({ demo: false, profile: null, atLogin: true });
    expect(electronFlags(['tern', '--profile', '/p'])).toEqual({
      demo: false,
      profile: '/p',
      atLogin: false,
    });
    expect(electronFlags(['tern', '--profile=/q', 'mailto:x@y'])).toEqual({
      demo: false,
      profile: '/q',
      atLogin: false,
    });
    expect(electronFlags(['tern', '--profile'])).toEqual({ demo: false, profile: null, atLogin: false });
  });
});
