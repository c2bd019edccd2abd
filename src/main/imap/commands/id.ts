import type { Command } from '../session/command';

/**
 * ID (RFC 2971 §3.1). At least two quoted pairs, since Coremail refuses less (C2). Never sent unless advertised: some
 * servers lose their place (U12).
 */
export function id(params: ReadonlyMap<string, string>): Command<ReadonlyMap<string, string | null>> {
  let answer: ReadonlyMap<string, string | null> = new Map();
  return {
    name: 'ID',
    lane: { answers: ['ID'] },
    idempotent: true,
    write(w) {
      w.raw('ID (');
      let n = 0;
      for (const [name, value] of params) {
        if (n++ > 0) w.sp();
        w.string(name).sp().string(value);
      }
      w.raw(')');
    },
    collect(response, state) {
      if (response.type !== 'id') return false;
      answer = response.params;
      state.serverId = answer;
      return true;
    },
    finish(_done, state) {
      state.assess();
      return answer;
    },
  };
}
