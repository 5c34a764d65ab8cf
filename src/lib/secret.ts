// A value that may be used but never shown: printing, logging, inspecting or serialising it gives `[secret]`.
// Only `reveal` gives the value, so a search for that word finds every place where a secret leaves its wrapper.
import { inspect } from 'node:util';

const SHOWN = '[secret]';

export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return SHOWN;
  }

  toJSON(): string {
    return SHOWN;
  }

  [inspect.custom](): string {
    return SHOWN;
  }
}
