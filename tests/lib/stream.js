// What one client knows of one conversation: a log that must be dense. It is the
// independent model that the server's answers are compared with.

export class Stream {
  constructor(conversation, { epoch = null, last = null } = {}) {
    this.conversation = conversation;
    this.epoch = epoch;
    this.last = last; // null until the first C or the first event
    this.events = new Map(); // seq → event
    this.faults = [];
    this.repeated = 0;
  }

  get cursor() {
    return [this.epoch, this.last];
  }

  /** Begins at `seq` unless something is already known. */
  begin(epoch, seq) {
    this.epoch ??= epoch;
    this.last ??= seq;
  }

  /** Applies one event; true when it was new. */
  apply(event, epoch) {
    if (this.last === null) {
      this.begin(epoch, event.seq - 1);
    }
    if (epoch !== this.epoch) {
      this.faults.push(`epoch ${epoch} while following ${this.epoch}`);
    }
    if (event.seq <= this.last) {
      this.#again(event);
      return false;
    }
    if (event.seq !== this.last + 1) {
      this.faults.push(`hole: ${event.seq} came after ${this.last}`);
    }
    this.last = event.seq;
    this.events.set(event.seq, event);
    return true;
  }

  /** A repeated seq may say that text went away, never something else. */
  #again(event) {
    this.repeated += 1;
    const known = this.events.get(event.seq);
    const same = !known || known.kind === event.kind ||
      event.kind === 'withheld' || known.kind === 'withheld';
    if (!same || (known?.data?.cid && event.data?.cid && known.data.cid !== event.data.cid)) {
      this.faults.push(`seq ${event.seq} was ${JSON.stringify(known)}, ` +
        `now ${JSON.stringify(event)}`);
    }
  }

  /** The sequence as [seq, kind, cid or ref] lines, for comparing two clients. */
  outline() {
    return [...this.events.values()].map((e) =>
      `${e.seq} ${e.kind} ${e.data?.cid ?? e.data?.ref ?? e.data?.person ?? ''}`);
  }
}
