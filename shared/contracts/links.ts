/** The address of a finished export for somebody without an account. Whoever has the address has the file. */
export interface ShareLink {
  documentId: string;
  exportId: string;
  /** Of the export. */
  fileName: string;
  label: string;
  /** Good for one download. */
  oneUse: boolean;
  state: 'open' | 'used' | 'expired' | 'revoked';
  expiresAt: string;
  /** How many downloads were begun; going on with one that broke off is none. */
  downloads: number;
  lastDownloadAt: string | null;
  /** Display name of the admin who made it. */
  author: string | null;
  createdAt: string;
}

/** `GET /keepsake/links?exportId=…&page=1&pageSize=10`: one's own, newest first; with the right `settings` all */
export interface ListLinks {
  request: { exportId?: string; page?: number; pageSize?: number };
  response: {
    data: ShareLink[];
    meta: { pagination: { page: number; pageSize: number; pageCount: number; total: number } };
  };
}

/** `POST /keepsake/links` answers 201. The address is told this once; what is kept of it opens nothing. */
export interface CreateLink {
  request: {
    data: {
      exportId: string;
      label?: string;
      /** Default: when the export expires, which it cannot outlive. */
      expiresAt?: string;
      /** Default false. */
      oneUse?: boolean;
    };
  };
  response: { data: ShareLink & { url: string } };
}

/** `DELETE /keepsake/links/:id`: it opens nothing any more */
export interface RevokeLink {
  response: { data: ShareLink };
}
