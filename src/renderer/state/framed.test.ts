import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { framed } from './framed';

describe('what is told between two pictures', () => {
  let frames: (() => void)[];
  beforeEach(() => {
    vi.useFakeTimers();
    frames = [];
    vi.stubGlobal('requestAnimationFrame', (run: () => void) => frames.push(run));
    vi.stubGlobal('cancelAnimationFrame', (frame: number) => {
      frames[frame - 1] = () => undefined;
    });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });
  const draw = (): void => {
    for (const run of frames.splice(0)) run();
  };

  it('is shown once, with the next of them', () => {
    const run = vi.fn();
    const { ask } = framed(run);
    ask();
    ask();
    expect(run).not.toHaveBeenCalled();
    draw();
    expect(run).toHaveBeenCalledTimes(1);
    vi.runAllTimers();
    expect(run).toHaveBeenCalledTimes(1);
    ask();
    draw();
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('is shown all the same where none is drawn, and not once it was called off', () => {
    const run = vi.fn();
    const { ask, cancel } = framed(run);
    ask();
    vi.runAllTimers();
    draw();
    expect(run).toHaveBeenCalledTimes(1);
    ask();
    cancel();
    vi.runAllTimers();
    draw();
    expect(run).toHaveBeenCalledTimes(1);
  });
});
