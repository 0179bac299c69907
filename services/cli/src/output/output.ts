import Table from 'cli-table3';
import colors from 'picocolors';

/** Where lines go. */
export type Sink = { write(text: string): unknown; isTTY?: boolean | undefined };
export type Colors = ReturnType<typeof colors.createColors>;

/** What a command prints: results on standard output, all else on standard error, so that pipes get results alone. */
export class Output {
  readonly json: boolean;
  /** Of standard output. */
  readonly colors: Colors;
  readonly isTerminal: boolean;
  readonly #out: Sink;
  readonly #err: Sink;

  /** @param noColor whether colours are unwanted (`NO_COLOR`) */
  constructor(out: Sink, err: Sink, { json, noColor }: { json: boolean; noColor: boolean }) {
    this.json = json;
    this.isTerminal = out.isTTY === true;
    this.colors = colors.createColors(this.isTerminal && !noColor && !json);
    this.#out = out;
    this.#err = err;
  }

  line(text = ''): void {
    this.#out.write(`${text}\n`);
  }

  /** For people while they wait, or about what they did: never part of a result. */
  note(text: string): void {
    this.#err.write(`${text}\n`);
  }

  /** The result of a command: JSON for programs, else as people read it. */
  result(value: unknown, forPeople: () => void): void {
    if (this.json) this.line(JSON.stringify(value, null, this.isTerminal ? 2 : 0));
    else forPeople();
  }

  /** One of many results that come one after the other: a line each. */
  event(value: unknown, forPeople: string): void {
    this.line(this.json ? JSON.stringify(value) : forPeople);
  }

  table(head: readonly string[], rows: readonly (readonly string[])[]): void {
    const table = new Table({
      head: head.map((name) => this.colors.dim(name)),
      chars: noBorders,
      style: { head: [], border: [], 'padding-left': 0, 'padding-right': 2 },
    });
    table.push(...rows.map((row) => [...row]));
    for (const line of table.toString().split('\n')) this.line(line.trimEnd());
  }
}

const noBorders = Object.fromEntries(
  [
    ...['top', 'top-mid', 'top-left', 'top-right', 'bottom', 'bottom-mid', 'bottom-left', 'bottom-right'],
    ...['left', 'left-mid', 'mid', 'mid-mid', 'right', 'right-mid', 'middle'],
  ].map((name) => [name, '']),
);
