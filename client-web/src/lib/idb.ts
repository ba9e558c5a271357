// A small key-value room in IndexedDB for one's own unsent words. Where the browser has no
// IndexedDB (some private windows) everything is kept in memory instead.

const DATABASE = "kith";
const STORE = "kept";

let opened: Promise<IDBDatabase | null> | null = null;
let here: IDBDatabase | null = null;
const memory = new Map<string, unknown>();

function open(): Promise<IDBDatabase | null> {
  return new Promise((resolve) => {
    try {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE);
      request.onsuccess = () => {
        here = request.result;
        here.onversionchange = () => here?.close(); // another tab takes everything away
        resolve(here);
      };
      request.onerror = () => resolve(null);
      request.onblocked = () => resolve(null);
    } catch {
      resolve(null);
    }
  });
}

function database(): Promise<IDBDatabase | null> {
  opened = opened ?? open();
  return opened;
}

async function run(change: (store: IDBObjectStore) => void): Promise<boolean> {
  const db = await database();
  if (!db) {
    return false;
  }
  return new Promise((resolve) => {
    const transaction = db.transaction(STORE, "readwrite");
    transaction.oncomplete = () => resolve(true);
    transaction.onerror = () => resolve(false);
    transaction.onabort = () => resolve(false);
    change(transaction.objectStore(STORE));
  });
}

/** True once the value is on the device (false: in memory only). */
export async function keep(key: string, value: unknown): Promise<boolean> {
  memory.set(key, value);
  return run((store) => store.put(value, key));
}

export async function forget(key: string): Promise<void> {
  memory.delete(key);
  await run((store) => store.delete(key));
}

/** Every value whose key starts with the prefix. */
export async function kept<T>(prefix: string): Promise<Map<string, T>> {
  const db = await database();
  const found = new Map<string, T>();
  if (!db) {
    memory.forEach((value, key) => key.startsWith(prefix) && found.set(key, value as T));
    return found;
  }
  return new Promise((resolve) => {
    const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
    const request = db.transaction(STORE).objectStore(STORE).openCursor(range);
    request.onerror = () => resolve(found);
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) {
        resolve(found);
        return;
      }
      found.set(String(cursor.key), cursor.value as T);
      cursor.continue();
    };
  });
}

export async function forgetAll(prefix: string): Promise<void> {
  const all = await kept<unknown>(prefix);
  for (const key of Array.from(all.keys())) {
    await forget(key);
  }
}

/** Takes everything off this device; where the page ends with it nothing is kept any more. */
export function wipe(then: "go_on" | "end"): void {
  memory.clear();
  here?.close();
  here = null;
  opened = then === "end" ? Promise.resolve(null) : null;
  try {
    indexedDB.deleteDatabase(DATABASE);
  } catch {
    // A browser that keeps nothing has nothing to delete.
  }
}
