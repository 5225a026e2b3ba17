/** Turns pages of HTML into PDF. One is opened for a job and closed with it, whatever happens in between. */
export interface Renderer {
  /**
   * A PDF of a document that needs nothing from anywhere: its styles and pictures are in it.
   *
   * @throws KeepsakeError `browser_ended`, `pdf_too_slow`, `pdf_too_much_memory`; what the signal was aborted with
   */
  print(html: string): Promise<Uint8Array>;
  /** Ends what runs and removes what lies on the disk; never throws, and may be called twice. */
  close(): Promise<void>;
}

export interface RendererOptions {
  signal?: AbortSignal;
}

export type OpenRenderer = (options: RendererOptions) => Promise<Renderer>;
