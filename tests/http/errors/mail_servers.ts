// Rows of docs/errors.md about mail servers that hang or drop what they began. Called through faults.ts.
import { MailServer, taking, type Answer } from '../harness/mail_server.ts';
import { Server } from '../harness/server.ts';
import { change_asset, make_library, make_person, put_in } from '../house.ts';
import { outcome_of, type Outcome } from './outcome.ts';

function must(what: string, holds: boolean): void {
    if (!holds) throw new Error(what);
}

/** Whatever the mail server does: what was granted can be used, the inbox has it, and the mail waits. When it goes is tried in postman_test. */
async function while_it_fails(failing: Answer): Promise<Outcome> {
    const post = await MailServer.start(failing);
    const server = await Server.start({ args: ['--smtp', post.url, '--public-url', 'https://exeat.example.org'] });
    try {
        const admin = await server.set_up();
        const library = await make_library(admin, 'Unsent');
        const viewer = await make_person({ server, admin, library }, { name: 'viewer', level: 2, flags: ['download'], role: 'viewer' });
        const asset = await put_in(admin, library, 'wanted.txt', Buffer.from('wanted'));
        (await change_asset(admin, asset, { protection: 'on_request' })).expect(200);
        const answer = (await admin.post('/api/passes', { assets: [asset], person: viewer.id })).expect(201);
        (await viewer.client.post('/api/deliveries', { items: [{ asset }] })).expect(201);
        must('the inbox has it', (await viewer.client.get('/api/inbox')).expect(200).json.items[0].kind === 'pass_given');
        await post.command((said) => failing(said) !== taking(said));
        must('nothing has left', post.mails.length === 0);
        post.hang_up();
        const tried = async () => (await admin.get('/api/mails?state=waiting')).expect(200).json.items.find((one: { kind: string; reply: string }) => one.kind === 'pass_given' && one.reply !== '');
        while ((await tried()) === undefined) await new Promise((resolve) => setTimeout(resolve, 50));
        must('it waits for the next try', (await tried()).state === 'waiting');
        return outcome_of(answer);
    } finally {
        await server.end();
        await server.remove_data();
        await post.end();
    }
}

export const mail_server_runs: Record<string, () => Promise<Outcome>> = {
    mail_server_hangs: () => while_it_fails((command) => (command.startsWith('EHLO') ? '' : taking(command))),
    mail_server_drops: () => while_it_fails((command) => (command.startsWith('MAIL') ? null : taking(command))),
};
