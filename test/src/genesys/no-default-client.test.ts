import noDefaultClient from '../../../src/genesys/sdk/no-default-client.mjs';

test("the SDK's shared default client is not there to fall back on, and says what to pass instead", () => {
  expect(() => noDefaultClient.instance).toThrow(/connectGenesys/);
});
