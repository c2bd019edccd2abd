import { describe, expect, it, vi } from 'vitest';
import { type Command, CommandRegistry } from './commands';

const command = (id: string, over: Partial<Command> = {}): Command => ({
  id,
  title: `commands.${id}`,
  group: 'app',
  run: () => undefined,
  ...over,
});

describe('CommandRegistry', () => {
  it('runs a command only when it makes sense', () => {
    const registry = new CommandRegistry();
    const run = vi.fn();
    let sense = false;
    registry.register([command('archive', { run, when: () => sense })]);
    expect(registry.run('archive')).toBe(false);
    sense = true;
    expect(registry.run('archive')).toBe(true);
    expect(registry.run('nothing')).toBe(false);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it('puts a later registration of an id on top until it is taken off', () => {
    const registry = new CommandRegistry();
    const first = command('reply');
    const second = command('reply');
    registry.register([first]);
    const off = registry.register([second]);
    expect(registry.get('reply')).toBe(second);
    expect(registry.all()).toEqual([second]);
    off();
    expect(registry.get('reply')).toBe(first);
    off();
    expect(registry.get('reply')).toBe(first);
  });

  it('tells listeners, and gives the same list while nothing changed', () => {
    const registry = new CommandRegistry();
    const heard = vi.fn();
    const stop = registry.subscribe(heard);
    const off = registry.register([command('a'), command('b')]);
    expect(registry.all()).toBe(registry.all());
    off();
    stop();
    registry.register([command('c')]);
    expect(heard).toHaveBeenCalledTimes(2);
  });
});
