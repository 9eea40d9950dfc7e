import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Families that VS Code asks for, and the installed fonts that should stand in for them. */
const FONTS = { 'system-ui': 'Inter', 'sans-serif': 'Inter', monospace: 'Noto Sans Mono' };

/** Path of an installed Chromium (`CHROMIUM` overrides), or null. */
export function findChromium() {
  const places = process.env.CHROMIUM ? [process.env.CHROMIUM] : PLACES;
  return places.find((place) => existsSync(place)) ?? null;
}

/** Starts a headless Chromium with fixed fonts, so that screenshots look alike on every machine that has them. */
export async function launchChromium() {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium found: install it or set CHROMIUM to its path.');
  const fonts = mkdtempSync(path.join(tmpdir(), 'layercost-fonts-'));
  const file = path.join(fonts, 'fonts.conf');
  writeFileSync(file, fontConfiguration());
  const env = { ...process.env, FONTCONFIG_FILE: file };
  const browser = await chromium.launch({ executablePath, headless: true, args: FLAGS, env });
  browser.once('disconnected', () => rmSync(fonts, { recursive: true, force: true }));
  return browser;
}

function fontConfiguration() {
  const rules = Object.entries(FONTS).map(
    ([family, font]) =>
      `<match target="pattern"><test name="family"><string>${family}</string></test>` +
      `<edit name="family" mode="prepend" binding="strong"><string>${font}</string></edit></match>`,
  );
  return `<fontconfig><include>/etc/fonts/fonts.conf</include>${rules.join('')}</fontconfig>`;
}
