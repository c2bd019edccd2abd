/** What the preload scripts use of Electron. Electron's own types would bring Node's into the pages' compile. */
declare module 'electron' {
  export const ipcRenderer: {
    on(channel: string, listener: (event: { readonly ports: MessagePort[] }) => void): void;
  };
}
