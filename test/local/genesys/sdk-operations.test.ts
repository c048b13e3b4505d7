import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES } from '../../../local/genesys/routes.ts';

const SOURCES = join(
  __dirname,
  '../../../node_modules/purecloud-platform-client-v2/src/purecloud-platform-client-v2/api',
);

/** Every operation of the SDK: its name with its method and path, as the SDK's own source calls them. */
function sdkOperations(): Map<string, string> {
  const operations = new Map<string, string>();
  for (const file of readdirSync(SOURCES)) {
    const source = readFileSync(join(SOURCES, file), 'utf8');
    for (const method of source.split(/^\t(?=\w+\([^)]*\) \{)/m)) {
      const name = /^\w+/.exec(method)?.[0];
      const call = /callApi\(\s*'([^']+)',\s*'([A-Z]+)'/.exec(method);
      if (name && call) operations.set(name, `${call[2] ?? ''} ${call[1] ?? ''}`);
    }
  }
  return operations;
}

describe("the simulator's routes", () => {
  const operations = sdkOperations();

  it("are read from the SDK's sources", () => {
    expect(operations.size).toBeGreaterThan(3_000);
  });

  it.each(ROUTES.map(({ operation, method, path }) => [operation, `${method} ${path}`]))(
    '%s is where the SDK calls it',
    (operation, place) => {
      expect(operations.get(operation)).toBe(place);
    },
  );
});
