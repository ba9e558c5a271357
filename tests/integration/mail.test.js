// Mail over TLS with a sign-in, as a mail server out there wants it: delivered where the
// certificate is one that the settings vouch for, tried again and shown where it is not.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { Town } from '../lib/people.js';
import { newDataDir, removeDataDir } from '../lib/server.js';
import { makeCertificate, SmtpSink } from '../lib/smtp.js';
import { until } from '../lib/wait.js';

const DESPAIR = 'I want to kill myself tonight';
const USER = 'kith';
const PASSWORD = 'correct horse battery';
const WRONG = 'wrong horse battery';

/** The demo organisation with a mail server that wants TLS and a sign-in. */
class MailTown {
  static async open(options) {
    const made = new MailTown();
    made.folder = newDataDir();
    made.good = makeCertificate(made.folder, 'good');
    made.other = makeCertificate(made.folder, 'other');
    made.passwordFile = path.join(made.folder, 'password');
    made.writePassword(PASSWORD);
    made.sink = await SmtpSink.open(
      { certificate: made.good, user: USER, password: PASSWORD, ...options });
    made.town = await Town.demo({ options: {
      'smtp-url': made.sink.url, 'smtp-from': 'desk@kith.test', 'smtp-user': USER,
      'smtp-password-file': made.passwordFile, 'smtp-ca-file': made.good.file,
      'alert-mail-to': 'call@kith.test',
    } });
    made.june = await made.town.demoPerson('june');
    made.admin = await made.town.demoPerson('admin');
    await made.june.attach();
    const priya = await made.town.demoPerson('priya');
    await priya.attach();
    made.pair = [...priya.conversations.values()]
      .find((c) => c.kind === 'pair' && made.june.conversations.has(c.id)).id;
    return made;
  }

  writePassword(password) {
    fs.writeFileSync(this.passwordFile, `${password}\n`, { mode: 0o600 });
  }

  async close() {
    await this.town.close();
    await this.sink.close();
    removeDataDir(this.folder);
  }

  async fails(why) {
    await until(`the outbox to say ${why}`, async () => {
      const { ways: [mail] } = await this.admin.call('outbox.list');
      return mail.failure === why && mail.waiting === 1;
    });
    const ready = await (await fetch(`${this.town.server.url}/readyz`)).text();
    assert.match(ready, new RegExp(`^ready\n.*\ndegraded: mail waits, it failed last by ${why}\n$`));
    assert.equal(this.sink.letters.length, 0);
  }

  async arrives() {
    this.town.server.kithctl('clock', 'advance', '1m');
    await until('the letter', () => this.sink.letters.length === 1);
    assert.deepEqual(this.sink.letters[0].to, ['call@kith.test']);
    assert.equal(this.sink.letters[0].secure, true);
    await until('nothing to wait', async () => {
      const { ways: [mail] } = await this.admin.call('outbox.list');
      return mail.waiting === 0 && mail.sent === 1;
    });
    const ready = await (await fetch(`${this.town.server.url}/readyz`)).text();
    assert.doesNotMatch(ready, /degraded/);
  }
}

for (const [name, options] of [
  ['after STARTTLS, with AUTH PLAIN', { mechanism: 'PLAIN' }],
  ['by smtps, with AUTH LOGIN', { smtps: true, mechanism: 'LOGIN' }],
]) {
  describe(`mail ${name}`, () => {
    let post;
    before(async () => { post = await MailTown.open(options); });
    after(() => post.close());

    it('is delivered over verified TLS to a server that knows us', async () => {
      await post.june.sends(DESPAIR, post.pair);
      await post.arrives();
      assert.deepEqual(post.sink.signIns,
        [{ mechanism: options.mechanism, secure: true, accepted: true }]);
    });
  });

  describe(`mail ${name}, to a server that shows a wrong certificate`, () => {
    let post;
    before(async () => {
      post = await MailTown.open(options);
      post.sink.show(post.other);
    });
    after(() => post.close());

    it('tells it neither password nor letter, and tries again', async () => {
      await post.june.sends(DESPAIR, post.pair);
      await post.fails('tls');
      assert.deepEqual(post.sink.signIns, []);
      post.sink.show(post.good);
      await post.arrives();
    });
  });

  describe(`mail ${name}, with a wrong password`, () => {
    let post;
    before(async () => {
      post = await MailTown.open(options);
      post.writePassword(WRONG);
    });
    after(() => post.close());

    it('is tried again with what the file says by then, and logs none of it', async () => {
      await post.june.sends(DESPAIR, post.pair);
      await post.fails('sign_in');
      assert.ok(post.sink.signIns.length > 0 && post.sink.signIns.every((s) => !s.accepted));
      post.writePassword(PASSWORD);
      await post.arrives();
      assert.match(post.town.server.stderr, /event=not_sent/);
      assert.doesNotMatch(post.town.server.stderr, /horse battery/);
      assert.doesNotMatch(post.town.server.stderr,
        new RegExp(Buffer.from(PASSWORD).toString('base64').slice(0, -2)));
    });
  });
}

describe('mail to a server without TLS, where the settings name who vouches for it', () => {
  let post;
  before(async () => { post = await MailTown.open({ certificate: null, user: null }); });
  after(() => post.close());

  it('is not sent in the open', async () => {
    await post.june.sends(DESPAIR, post.pair);
    await post.fails('tls');
  });
});
