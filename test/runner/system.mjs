import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { findChromium } from './chromium.mjs';

/** For screenshots that look like a desktop: the interface in Inter, code in Noto Mono. */
const FONTS = ['fonts-inter', 'fonts-noto-mono'];

/**
 * Makes sure that a Chromium is there; on Debian as root it installs what is missing. Throws one sentence
 * that says what to install where it cannot do that itself.
 */
export function prepareSystem() {
  if (isDebianRoot()) installPackages([...(findChromium() ? [] : ['chromium']), ...FONTS.filter(isMissing)]);
  if (findChromium() !== null) return;
  throw new Error(
    'The browser tests need Chromium: install it (on Debian "apt install chromium") or set CHROMIUM to its path.',
  );
}

/** What our own is held against: PyTorch, torchvision's source, and ONNX's checker. */
const REFERENCE = ['python3-torch', 'python3-torchvision', 'python3-onnx'];

/** Installs what the comparison with PyTorch needs, on Debian as root; elsewhere those tests say what is missing. */
export function prepareReference() {
  if (isDebianRoot()) installPackages(REFERENCE.filter(isMissing));
}

function isDebianRoot() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');
}

function isMissing(name) {
  try {
    const status = execFileSync('dpkg-query', ['-W', '-f=${Status}', name], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return !status.endsWith(' installed');
  } catch {
    return true;
  }
}

function installPackages(names) {
  if (names.length === 0) return;
  console.log(`Installing ${names.join(', ')} with apt-get`);
  apt('update');
  apt('install', '--yes', '--no-install-recommends', ...names);
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
}
