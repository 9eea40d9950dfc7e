import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Linter } from 'eslint';
import ts from 'typescript';
import tseslint from 'typescript-eslint';
import { projectRoot } from '../helpers/root';

const FILE = 'sample.ts';
const DECLARATIONS = `
  declare const table: Readonly<Record<string, number>>;
  declare const list: { readonly [index: number]: number };
  declare const text: string;
  declare const known: 'a' | 'b';
  declare const Object: { hasOwn(table: object, name: string): boolean };
`;

type Plugin = NonNullable<Linter.Config['plugins']>[string];

/** What the rule says of a statement: how many times. */
async function findings(statement: string): Promise<number> {
  const rules = (await import(pathToFileURL(path.join(projectRoot(), 'eslint.ownKeys.mjs')).href)) as {
    readonly ownKeys: NonNullable<Plugin['rules']>[string];
  };
  const code = `${DECLARATIONS}${statement}`;
  const config: Linter.Config = {
    files: [`**/${FILE}`],
    plugins: { own: { rules: { keys: rules.ownKeys } } },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { programs: [programOf(code)], projectService: false },
    },
    rules: { 'own/keys': 'error' },
  };
  const messages = new Linter().verify(code, [config], { filename: FILE });
  for (const { ruleId, message } of messages) assert.equal(ruleId, 'own/keys', message);
  return messages.length;
}

function programOf(code: string): ts.Program {
  const options: ts.CompilerOptions = { noLib: true, strict: true, target: ts.ScriptTarget.ES2022 };
  const host = ts.createCompilerHost(options);
  host.getSourceFile = (name, language) =>
    name === FILE ? ts.createSourceFile(name, code, language, true) : undefined;
  return ts.createProgram([FILE], options, host);
}

describe('the rule that names of others are looked up by own()', () => {
  it('finds lookups, writes and questions with any text', async () => {
    for (const statement of ['table[text];', 'const f = table[`${text} 1`];', 'text in table;'])
      assert.equal(await findings(statement), 1, statement);
    assert.equal(await findings('declare const own: Record<string, number>; own[text] = own[text] ?? 0;'), 2);
    assert.equal(await findings('const f = <K extends string>(key: K) => table[key];'), 1);
  });

  it('leaves alone what can only be a name of ours', async () => {
    for (const statement of ['list[3];', 'table[known];', "table['a'];", "'a' in table;"])
      assert.equal(await findings(statement), 0, statement);
    assert.equal(await findings('const f = Object.hasOwn(table, text) ? table[text] : 0;'), 0);
    assert.equal(await findings("const f = Object.hasOwn(table, 'a') ? table[text] : 0;"), 1);
  });
});
