/** The body of every refused or failed call, as Strapi shapes it. */
export interface ApiError {
  status: number;
  name: string;
  message: string;
  details: { code?: string; hint?: string };
}

/** One thing that went wrong while the rest went on; the reason for a state of `partial`. */
export interface Problem {
  code: string;
  message: string;
  /** What it happened to: a file name, an object's name, a record's key. */
  item: string;
}
