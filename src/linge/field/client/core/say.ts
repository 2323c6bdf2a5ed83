/** A sentence to be shown: the Chinese one is its name, `{name}` stands for a fact. */
export interface Say {
  readonly text: string;
  readonly facts?: Readonly<Record<string, string | number>>;
}

/** The sentence in a language: its translation if there is one, with the facts filled in. */
export function spoken(say: Say, dictionary: Readonly<Record<string, string>> | null): string {
  const sentence = dictionary?.[say.text] ?? say.text;
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const fact = say.facts?.[name];
    return fact === undefined ? whole : String(fact);
  });
}
