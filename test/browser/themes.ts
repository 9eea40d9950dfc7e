import { type FakeHost } from './fakeHost';
import dark from './themes/dark.json';
import highContrast from './themes/highContrast.json';
import highContrastLight from './themes/highContrastLight.json';
import light from './themes/light.json';

export const THEMES = ['dark', 'light', 'highContrast', 'highContrastLight'] as const;
export type Theme = (typeof THEMES)[number];

/** Body classes and style variables that VS Code 1.139 gives a webview under its four default themes, as recorded in one. */
export const THEME_HOSTS: Readonly<Record<Theme, FakeHost>> = {
  dark: { bodyClass: 'vscode-dark', themeKind: 'vscode-dark', variables: dark },
  light: { bodyClass: 'vscode-light', themeKind: 'vscode-light', variables: light },
  highContrast: {
    bodyClass: 'vscode-high-contrast',
    themeKind: 'vscode-high-contrast',
    variables: highContrast,
  },
  highContrastLight: {
    bodyClass: 'vscode-high-contrast-light vscode-high-contrast',
    themeKind: 'vscode-high-contrast-light',
    variables: highContrastLight,
  },
};
