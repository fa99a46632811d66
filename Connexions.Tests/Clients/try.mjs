// Tries a running Connexions with the providers' official clients: the token stands where they want a key, the
// gateway's address where they want the provider's, and nothing else is different.
//
//   npm install --no-package-lock
//   CONNEXIONS_URL=https://connexions.example CONNEXIONS_TOKEN=cnx_… npm run try [brevo] [openai]
//
// Without names, both providers are tried. Brevo sends one mail, to CONNEXIONS_TO (a mailbox of your own; with the
// demonstration's simulated providers nothing is sent). The versions are pinned in package.json, without a lock file:
// neither package depends on another, and a lock would name the registry it was made from.
import { BrevoClient } from '@getbrevo/brevo';
import OpenAI from 'openai';

const { CONNEXIONS_URL: site, CONNEXIONS_TOKEN: token, CONNEXIONS_TO: to } = process.env;
const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['brevo', 'openai'];
if (!site || !token || (wanted.includes('brevo') && !to)) {
  console.error('Set CONNEXIONS_URL, CONNEXIONS_TOKEN and, for Brevo, CONNEXIONS_TO.');
  process.exit(2);
}

const gateway = new URL('gateway/', site.endsWith('/') ? site : `${site}/`);

const tries = {
  async brevo() {
    const brevo = new BrevoClient({ apiKey: token, baseUrl: new URL('brevo/v3', gateway).href, maxRetries: 0 });
    const mail = await brevo.transactionalEmails.sendTransacEmail({
      to: [{ email: to }],
      subject: 'Connexions',
      textContent: 'Envoyé par la passerelle.',
    });
    say('brevo mail', mail.messageId);
    say('brevo contacts', (await brevo.contacts.getContacts()).count);
    await refused('brevo account', () => brevo.account.getAccount(), (e) => [e.statusCode, e.body?.code, e.body?.message]);
  },

  async openai() {
    const openai = new OpenAI({ apiKey: token, baseURL: new URL('openai/v1', gateway).href, maxRetries: 0 });
    const asked = { model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Bonjour' }] };
    say('openai chat', (await openai.chat.completions.create(asked)).choices[0].message.content);
    let streamed = '';
    let pieces = 0;
    for await (const piece of await openai.chat.completions.create({ ...asked, stream: true })) {
      streamed += piece.choices[0]?.delta?.content ?? '';
      pieces += 1;
    }
    say('openai stream', pieces > 1 ? streamed : 'came in one piece');
    say('openai response', (await openai.responses.create({ model: 'gpt-4o-mini', input: 'Bonjour' })).output_text);
    say('openai models', (await openai.models.list()).data.length);
    await refused('openai files', () => openai.files.list(), (e) => [e.status, e.code, e.message]);
  },
};

function say(what, value) {
  console.log(`${what}: ${value}`);
}

/** What is not listed is refused, and the client shows the gateway's sentence. */
async function refused(what, call, read) {
  try {
    await call();
  } catch (e) {
    say(what, `refused ${read(e).join(' ')}`);
    return;
  }
  throw new Error(`${what} was not refused.`);
}

for (const name of wanted) {
  await tries[name]();
}
