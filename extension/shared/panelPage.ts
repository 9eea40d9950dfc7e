/** What the panel's page refers to. */
export interface PageAssets {
  /** Source of styles, fonts and images in the content security policy. */
  readonly cspSource: string;
  /** Fresh for every page, unguessable. */
  readonly nonce: string;
  /** Addresses of the bundled script and style sheet. */
  readonly script: string;
  readonly style: string;
}

/**
 * The panel's page: a script, a style sheet and an empty body under a strict policy. Nothing from a model is ever
 * part of it. The toolkit's elements look for the nonce of their style sheets in `csp-nonce`.
 */
export function panelPage({ cspSource, nonce, script, style }: PageAssets): string {
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource}`,
    `img-src ${cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta property="csp-nonce" content="${nonce}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${style}" />
    <title>Layer Graph</title>
  </head>
  <body>
    <script nonce="${nonce}" src="${script}"></script>
  </body>
</html>`;
}
