// The messages of a server of the kind people write: one table in SQLite, through
// better-sqlite3, synced at every commit.

import path from 'node:path';
import Database from 'better-sqlite3';

/** {add(room, sender, text), together(work)}: `together` runs `work` in one transaction. */
export function openStore(folder) {
  const db = new Database(path.join(folder, 'messages.db'));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(`CREATE TABLE message (id INTEGER PRIMARY KEY, room INTEGER NOT NULL,
      sender INTEGER NOT NULL, at INTEGER NOT NULL, text TEXT NOT NULL);
    CREATE INDEX message_by_room ON message (room, id)`);
  const insert = db.prepare(
    'INSERT INTO message (room, sender, at, text) VALUES (?, ?, ?, ?)');
  return {
    add: (room, sender, text) => insert.run(room, sender, Date.now(), text),
    together: (work) => db.transaction(work)(),
  };
}

/** Listens on a free port of this machine and says which. */
export function listen(server) {
  server.listen(0, '127.0.0.1', 4096, () => {
    console.log(`listening on ${server.address().port}`);
  });
  process.on('SIGTERM', () => process.exit(0));
}
