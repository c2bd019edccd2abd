import { SCHEME, type ElectronApi } from './api';

/** Chromium features that talk to the network by themselves, or that no mail client needs. */
const DISABLED_FEATURES = [
  'MediaRouter',
  'OptimizationHints',
  'Translate',
  'WebBluetooth',
  'WebUSB',
  'HardwareMediaKeyHandling',
];

/**
 * Everything that must be said before the app is ready: sandbox for all renderers, no name resolution in Chromium
 * (mail sockets live in Node, security.md §1.5), the scheme that pages are served under.
 */
export function prepareApp({ app, protocol }: Pick<ElectronApi, 'app' | 'protocol'>, profile: string): void {
  app.setPath('userData', profile);
  app.setAppUserModelId('mail.tern.Tern');
  app.enableSandbox();
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ^NOTFOUND');
  app.commandLine.appendSwitch('disable-features', DISABLED_FEATURES.join(','));
  app.commandLine.appendSwitch('disable-background-networking');
  app.commandLine.appendSwitch('disable-component-update');
  app.commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}
