// Stands where the SDK's ApiClient was: that one is shared by all orgs, reads and watches a file in the home folder, and
// brings axios and winston along. An API class built without a transport would fall back on it, so the fallback fails.
const noDefaultClient = {
  /**
   * Always throws.
   * @returns {never}
   */
  get instance() {
    throw new Error('A Genesys API class was built without a connection: pass it the result of connectGenesys().');
  },
};

export default noDefaultClient;
