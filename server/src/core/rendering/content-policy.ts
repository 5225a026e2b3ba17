/** What a page that is printed may load: what it brings along. */
export const CONTENT_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
