import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { BUILT_IN_PROFILES, DEFAULT_PROFILE_ID } from '../../extension/engine/hardware/builtInProfiles';
import { METRICS } from '../../extension/shared/scene';
import { SETTINGS } from '../../extension/shared/settings';
import { projectRoot } from '../helpers/root';

interface Property {
  readonly type: string;
  readonly scope: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownDescription: string;
}

interface MenuItem {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly icon: string;
  readonly main: string;
  readonly activationEvents: readonly string[];
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] };
  };
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
    }[];
    readonly menus: Readonly<Record<string, readonly MenuItem[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
    readonly customEditors: readonly { readonly viewType: string }[];
    readonly languages: readonly { readonly id: string; readonly configuration: string }[];
    readonly grammars: readonly { readonly language: string; readonly path: string }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsContainers: {
      readonly activitybar: readonly { readonly id: string; readonly icon: string }[];
    };
    readonly viewsWelcome: readonly { readonly view: string }[];
  };
}

const ROOT = projectRoot();
const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as Manifest;
const { contributes } = manifest;
const declared = contributes.commands.map(({ command }) => command);

/** The editor's sources as text: they import `vscode`, so they cannot be loaded here. */
const sources = readdirSync(path.join(ROOT, 'extension/editor'))
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join(ROOT, 'extension/editor', name), 'utf8'))
  .join('\n');

/** Keys of the command table. */
const handled = [...sources.matchAll(/^ {2}'(layercost\.\w+)': /gm)].map(([, name]) => name);

describe('manifest', () => {
  it('declares exactly the commands that the code handles', () => {
    assert.deepEqual([...declared].sort(), [...handled].sort());
  });

  it('gives every command a title in the product category', () => {
    for (const { title, category } of contributes.commands) {
      assert.ok(title.length > 0);
      assert.equal(category, 'LayerCost');
    }
  });

  it('uses only declared commands in menus and code', () => {
    const used = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
    const called = [...sources.matchAll(/command(?: =|:)[^;\n]*'(layercost\.\w+)'/g)].map(
      ([, name]) => name ?? '',
    );
    assert.ok(called.length > 3);
    for (const command of [...used, ...called]) assert.ok(declared.includes(command), command);
  });

  it('declares exactly the settings of the table, with the same types, scopes and defaults', () => {
    const { properties } = contributes.configuration;
    const rows = Object.values(SETTINGS);
    assert.deepEqual(Object.keys(properties).sort(), rows.map(({ name }) => name).sort());
    for (const { name, type, scope, fallback } of rows) {
      const property = properties[name];
      assert.equal(property?.type, type, name);
      assert.equal(property.scope, scope, name);
      assert.deepEqual(property.default, fallback, name);
      assert.match(property.markdownDescription, /\.$/, name);
    }
  });

  it('reads the defaults as themselves and nonsense as the defaults', () => {
    for (const row of Object.values(SETTINGS)) {
      const { name, fallback } = row;
      assert.deepEqual(row.read(fallback), fallback, name);
      for (const nonsense of [undefined, null, -7, [7], { a: 'b' }])
        assert.deepEqual(row.read(nonsense), fallback, name);
    }
  });

  it('offers the metrics and the default hardware profile that exist', () => {
    const { properties } = contributes.configuration;
    const metric = properties['layercost.metric'];
    assert.deepEqual(metric?.enum, METRICS);
    assert.equal(metric.enumDescriptions?.length, METRICS.length);
    const hardware = properties['layercost.hardware'];
    assert.equal(hardware?.default, DEFAULT_PROFILE_ID);
    for (const { id } of BUILT_IN_PROFILES) assert.ok(hardware.markdownDescription.includes(`\`${id}\``), id);
  });

  it('keeps settings that hold paths or limits out of the reach of a workspace', () => {
    assert.equal(SETTINGS.hardwareProfiles.scope, 'machine');
    assert.deepEqual(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations, [
      SETTINGS.hardwareProfiles.name,
      SETTINGS.pythonPackages.name,
      SETTINGS.pythonTimeLimitSeconds.name,
      SETTINGS.pythonMemoryLimitMebibytes.name,
    ]);
  });

  it('registers in code every editor, view and language that it declares', () => {
    const ids = [
      ...contributes.customEditors.map(({ viewType }) => viewType),
      ...Object.values(contributes.views).flatMap((views) => views.map(({ id }) => id)),
      ...contributes.languages.map(({ id }) => id),
    ];
    for (const id of ids) assert.ok(sources.includes(`'${id}'`), id);
    for (const { view } of contributes.viewsWelcome) assert.ok(ids.includes(view), view);
    const containers = contributes.viewsContainers.activitybar.map(({ id }) => id);
    assert.deepEqual(Object.keys(contributes.views), containers);
  });

  it('names only files that exist', () => {
    const files = [
      manifest.icon,
      ...contributes.languages.map(({ configuration }) => configuration),
      ...contributes.grammars.map((grammar) => grammar.path),
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...Object.values(contributes.views).flatMap((views) => views.map(({ icon }) => icon)),
    ];
    for (const file of files) assert.ok(existsSync(path.join(ROOT, file)), file);
  });

  it('starts only when something of it is used', () => {
    for (const event of manifest.activationEvents)
      assert.match(event, /^(?:onFileSystem:layercost-listing|onLanguage:python)$/);
  });
});
