/** Strapi puts it there; the panel may be served from elsewhere than the API. */
declare const window: Window & { strapi: { backendURL: string } };

/** Lets the browser download a path of the server: into its list of downloads, never into memory here. */
export function download(path: string): void {
  saveAs(`${window.strapi.backendURL}${path}`, '');
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
