declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** Without a path the database is kept in memory; the times are how long a table stays in its passing states. */
  function dynalite(options: {
    path?: string;
    createTableMs?: number;
    deleteTableMs?: number;
    updateTableMs?: number;
  }): Server;
  export = dynalite;
}
