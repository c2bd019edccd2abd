import { expect, it } from 'vitest';
import { windowsProgram } from './windows-program';

it('is never looked for in the folder of the file that is being opened', () => {
  expect(windowsProgram('reg', { SystemRoot: 'D:\\Win' })).toBe('D:\\Win\\System32\\reg.exe');
  expect(windowsProgram('reg', {})).toBe('C:\\Windows\\System32\\reg.exe');
});
