import type { Failure } from './failure';

/**
 * What the command prints: on stdout only its answer (with `--json` exactly one document, for errors too); all that
 * Strapi logs while it boots, and progress, go to stderr.
 */
export class Output {
  readonly #write: typeof process.stdout.write;
  #lastProgress = 0;

  constructor(readonly json: boolean) {
    this.#write = process.stdout.write.bind(process.stdout);
    process.stdout.write = process.stderr.write.bind(process.stderr);
  }

  /** The answer: the document itself with `--json`, else the lines for people. */
  answer(document: Record<string, unknown>, lines: string[]): void {
    this.#write(this.json ? `${JSON.stringify(document)}\n` : `${lines.join('\n')}\n`);
  }

  failure({ code, message, hint, exitCode }: Failure): void {
    process.exitCode = exitCode;
    if (this.json) this.#write(`${JSON.stringify({ ok: false, error: { code, message, hint } })}\n`);
    else process.stderr.write(`keepsake: ${message}\n${hint ? `  ${hint}\n` : ''}`);
  }

  /** Help is an answer too. */
  text(text: string): void {
    this.#write(text);
  }

  /** At most one line a second, and none where only a program reads. */
  progress(line: string): void {
    if (this.json || Date.now() - this.#lastProgress < 1000) return;
    this.#lastProgress = Date.now();
    process.stderr.write(`${line}\n`);
  }

  /** Resolves when all that was printed is out; a pipe takes it only bit by bit. */
  async end(): Promise<void> {
    await new Promise<void>((resolve) => this.#write('', () => resolve()));
  }
}
