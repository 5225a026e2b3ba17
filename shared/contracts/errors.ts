/** The body of every refused or failed call, as Strapi shapes it. */
export interface ApiError {
  status: number;
  name: string;
  message: string;
  /** `item`: the option, file or entry that it is about, where there is one. */
  details: { code?: string; hint?: string; item?: string };
}

/** One thing that went wrong while the rest went on; the reason for a state of `partial`. */
export interface Problem {
  code: string;
  message: string;
  /** What it happened to: a file name, an object's name, a record's key. */
  item: string;
}
