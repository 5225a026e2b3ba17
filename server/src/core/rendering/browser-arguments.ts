/** How the browser is started: offline, without anything that people or their machines would need. */
export function browserArguments(profile: string, sandboxed: boolean): string[] {
  return [
    '--headless',
    // Its end is the end of the browser: when this process dies, so does it.
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    // No name and no address leads anywhere, whoever asks and through whatever.
    '--host-resolver-rules=MAP * ~NOTFOUND',
    '--no-proxy-server',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-default-apps',
    '--disable-extensions',
    '--disable-sync',
    '--disable-breakpad',
    '--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AutofillServerCommunication',
    '--metrics-recording-only',
    '--no-first-run',
    '--no-default-browser-check',
    '--no-pings',
    '--mute-audio',
    '--password-store=basic',
    '--use-mock-keychain',
    '--disable-gpu',
    // /dev/shm of a container has 64 MB, and a page that needs more would end the browser.
    '--disable-dev-shm-usage',
    '--font-render-hinting=none',
    '--hide-scrollbars',
    ...(sandboxed ? [] : ['--no-sandbox']),
    'about:blank',
  ];
}
