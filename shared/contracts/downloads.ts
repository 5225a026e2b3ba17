/** `keepsake`: everything, encrypted. `zip`: what people may read, in the clear. */
export type FileFormat = 'keepsake' | 'zip';

/**
 * `POST /keepsake/backups/:id/ticket`: an address from which a browser can download the file without a login, so that
 * it never has to hold the file in memory. For a few minutes, for one download, and only while who asked may.
 */
export interface CreateTicket {
  request: {
    data: {
      format: FileFormat;
      /** Of a ZIP: users, roles and private fields too. */
      private?: boolean;
    };
  };
  response: { data: { url: string; expiresAt: string } };
}
