/** Strapi puts it there; the panel may be served from elsewhere than the API. */
declare const window: Window & { strapi: { backendURL: string } };

/** Lets the browser download a path of the server: into its list of downloads, never into memory here. */
export function download(path: string): void {
  saveAs(serverAddress(path), '');
}

/** The whole address of a path of the server, as it is given to others. */
export function serverAddress(path: string): string {
  return new URL(`${window.strapi.backendURL}${path}`, window.location.origin).href;
}

/** Follows a link that asks to be kept as a file. */
export function saveAs(address: string, fileName: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
}
