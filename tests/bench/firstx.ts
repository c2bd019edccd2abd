import { benchMailbox, messageCount, PASSWORD, USER } from './support/mailbox';
import { LIST_ITEMS, rawFetch } from './support/raw-imap';
import { firstRowsAt, firstRowsScript } from './support/page';
import { addAccount, startTern } from './support/ternx';
const SPY = `
 const T=()=>performance.timeOrigin+performance.now(); window.__ev=[];
 const log=(k,x)=>window.__ev.push([T(),k,x]);
 const d=Object.getOwnPropertyDescriptor(MessagePort.prototype,'onmessage');
 const size=(v)=>{try{return JSON.stringify(v).slice(0,110)}catch{return '?'}};
 Object.defineProperty(MessagePort.prototype,'onmessage',{...d,set(f){ d.set.call(this,(e)=>{const a=T();f.call(this,e);log('port',size(e.data)+' took '+(T()-a).toFixed(1))})}});
 const add=MessagePort.prototype.addEventListener;
 MessagePort.prototype.addEventListener=function(t,f,...r){return add.call(this,t,t==='message'?(e)=>{const a=T();(f.handleEvent??f).call(f,e);log('portL',size(e.data)+' took '+(T()-a).toFixed(1))}:f,...r)};
 const pm=MessagePort.prototype.postMessage;
 MessagePort.prototype.postMessage=function(v,...r){log('post',size(v));return pm.call(this,v,...r)};
 const raf=()=>{const a=T();window.__frames=(window.__frames??[]);window.__frames.push(a);requestAnimationFrame(raf)};requestAnimationFrame(raf);
 new PerformanceObserver((l)=>{for(const e of l.getEntries())log('long',e.startTime+performance.timeOrigin+' '+e.duration)}).observe({entryTypes:['longtask']});
`;
export async function run(): Promise<never[]> {
  const n = messageCount();
  const { dovecot } = await benchMailbox(n);
  try {
    const { imap } = dovecot.ports;
    await rawFetch(imap, USER, PASSWORD, LIST_ITEMS);
    for (let i = 0; i < Number(process.env['REP'] ?? 2); i++) {
    const tern = await startTern({ viewport: { width: 1280, height: 4200 }, script: SPY + firstRowsScript(50) });
    try {
      await tern.page.getByRole('button', { name: 'Add your account' }).waitFor();
      await new Promise((r) => setTimeout(r, 1500));
      await tern.figures(true);
      const start = Date.now();
      await addAccount(tern, dovecot, USER, PASSWORD);
      const first = await firstRowsAt(tern.page);
      await new Promise((r) => setTimeout(r, 500));
      const f = (await tern.figures()) as never as { ev: [number, string, number, number, number, string][] };
      const pe = await tern.page.evaluate<[number, string, string][]>('window.__ev');
      const frames = await tern.page.evaluate<number[]>('window.__frames');
      const all: [number, string][] = [];
      for (const [at, k, rp, lp, len, s] of f.ev) all.push([at, `eng ${k} ${rp === imap ? 'IMAP' : 'ui'} ${lp % 1000} ${len} ${s}`]);
      for (const [at, k, s] of pe) all.push([at, `    page ${k} ${s}`]);
      for (const at of frames) all.push([at, `        frame`]);
      all.push([first, '======== FIRST ROWS']);
      all.sort((a, b) => a[0] - b[0]);
      console.log('#### run', i, 'first rows', first - start);
      for (const [at, s] of all) if (at > start - 20 && at < first + 150) console.log((at - start).toFixed(1).padStart(8), s);
    } finally {
      await tern.close();
    }
    }
  } finally {
    await dovecot.stop();
  }
  return [];
}
