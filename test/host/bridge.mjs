import http from 'node:http';

/**
 * A loopback door through which tests inside VS Code ask the browser around them for an action:
 * POST /NAME with a JSON array of arguments answers `{ value }` or `{ error }`.
 */
export async function openBridge() {
  let actions = {};
  const server = http.createServer((request, response) => {
    void answer(request, actions).then((reply) => {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(reply));
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    serve: (offered) => (actions = offered),
    close: () => server.close(),
  };
}

async function answer(request, actions) {
  try {
    const name = request.url.slice(1);
    if (!Object.hasOwn(actions, name)) throw new Error(`there is no UI action "${name}"`);
    const value = await actions[name](...(await readArguments(request)));
    return { value: value ?? null };
  } catch (error) {
    return { error: error.message };
  }
}

async function readArguments(request) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? [] : JSON.parse(text);
}
