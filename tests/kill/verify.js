// What must hold after every kill, whatever was going on at that moment.

/** Everything that is wrong with one conversation, comparing all clients with history. */
async function conversationFaults(kill, id, members, from) {
  const faults = [];
  const [reader] = members;
  const stored = new Map();
  for (let after = from, more = true; more;) {
    const page = await reader.history(id, { after, limit: 100 })
      .catch((error) => ({ events: [], more: false, error }));
    if (page.error) {
      return { faults: [`${id} was acknowledged and lost: ${page.error}`], stored, head: from };
    }
    page.events.forEach((e) => stored.set(e.seq, e));
    more = page.more;
    after = page.events.at(-1)?.seq ?? after;
  }
  const seqs = [...stored.keys()];
  seqs.forEach((seq, i) => {
    if (i > 0 && seq !== seqs[i - 1] + 1) {
      faults.push(`gap in history of ${id}: ${seqs[i - 1]} then ${seq}`);
    }
  });
  const head = seqs.at(-1) ?? from;
  const readers = members.includes(kill.senders[0].device)
    ? [...members, kill.listener] : members;
  for (const device of readers) {
    await device.reaches(id, head).catch(() =>
      faults.push(`${device.name} stops at ${device.stream(id).last} of ${head} in ${id}`));
    for (const [seq, event] of device.stream(id).events) {
      const other = stored.get(seq);
      if (seq > from && (!other || other.data?.cid !== event.data?.cid ||
          other.kind !== event.kind)) {
        faults.push(`${device.name} saw ${event.kind} ${event.data?.cid} at ${seq} of ${id}, ` +
          `history has ${other?.kind} ${other?.data?.cid ?? 'nothing'}`);
      }
    }
  }
  return { faults, stored, head };
}

function outboxFaults(kill, id, stored, from) {
  const faults = [];
  const seen = new Map();
  for (const event of stored.values()) {
    if (event.data?.removed) {
      faults.push(`the text of ${event.seq} in ${id} is lost: its key is gone`);
    }
    if (event.data?.cid) {
      if (seen.has(event.data.cid)) {
        faults.push(`${event.data.cid} is stored twice, at ${seen.get(event.data.cid)} and ` +
          `${event.seq} of ${id}`);
      }
      seen.set(event.data.cid, event.seq);
    }
  }
  for (const sender of kill.senders) {
    for (const [cid, { conversation, seq }] of sender.acked) {
      if (conversation === id && seq > from && stored.get(seq)?.data?.cid !== cid) {
        faults.push(`acknowledged and lost: ${cid} at ${seq} of ${id}`);
      }
    }
  }
  return faults;
}

/** Everything wrong in all conversations beyond `kill.checked`, which then moves on. */
export async function verify(kill, { fromStart = false } = {}) {
  kill.checked ??= new Map();
  const faults = [];
  for (const [id, members] of kill.conversations) {
    if (!fromStart && !kill.senders.some(({ touched }) => touched.has(id))) {
      continue;
    }
    const from = fromStart ? 0 : kill.checked.get(id) ?? 0;
    const found = await conversationFaults(kill, id, members, from);
    faults.push(...found.faults, ...outboxFaults(kill, id, found.stored, from));
    kill.checked.set(id, found.head);
  }
  for (const { touched, faults: own } of kill.senders) {
    faults.push(...own);
    touched.clear();
  }
  for (const device of kill.devices) {
    const shown = new Set();
    for (const { data, conversation } of device.heard) {
      if (data?.cid && shown.has(`${conversation} ${data.cid}`)) {
        faults.push(`${device.name} was shown ${data.cid} twice`);
      }
      shown.add(`${conversation} ${data?.cid}`);
    }
    for (const stream of device.streams.values()) {
      faults.push(...stream.faults.map((f) => `${device.name}: ${f}`));
    }
  }
  return faults;
}
