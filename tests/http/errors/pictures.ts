// Rows of docs/errors.md about pictures: files that are none, and decoders that harm themselves. Called through runs.ts.
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Answer, Client } from '../harness/client.ts';
import { Server, k_exeat } from '../harness/server.ts';
import { change_asset, make_library, put_in, ticket_of } from '../house.ts';
import { outcome_of, type Outcome, type Stage } from './outcome.ts';

const corpus = (name: string): Buffer => readFileSync(join(import.meta.dirname, '../../corpus/pictures', name));
const k_hostile = join(dirname(k_exeat), 'exeat-media-hostile');

/** Asks for the thumbnail until `settled` says that the answer will do. */
async function look(client: Client, asset: string, settled: (answer: Answer) => boolean): Promise<Answer> {
    for (;;) {
        const answer = await client.get(`/api/assets/${asset}/preview`);
        if (settled(answer)) return answer;
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}
const not_waiting = (answer: Answer): boolean => answer.problem !== 'picture-waiting';

async function job_of(client: Client, status: string, asset: string) {
    const jobs = (await client.get(`/api/jobs?status=${status}`)).expect(200).json.items;
    return jobs.find((job: { assets: { id: string }[] }) => job.assets.some((one) => one.id === asset));
}

/** A file that is no picture: one failed job with this reason, and the file itself is served all the same. */
async function fails(stage: Stage, file: string, name: string, reason: string): Promise<Outcome> {
    const bytes = corpus(file);
    const asset = await put_in(stage.admin, stage.ids.library ?? '', name, bytes);
    const answer = await look(stage.viewer, asset, not_waiting);
    const job = await job_of(stage.admin, 'failed', asset);
    if (job?.reason !== reason) throw new Error(`${file} failed with ${job?.reason}: ${job?.detail}`);
    const shown = (await stage.admin.get(`/api/assets/${asset}`)).expect(200).json.picture;
    if (shown.state !== 'failed') throw new Error(`${file} is shown as ${shown.state}`);
    const served = (await stage.admin.get(await ticket_of(stage.admin, asset))).expect(200);
    if (!served.body.equals(bytes)) throw new Error(`${file} was not served as it is`);
    return outcome_of(answer);
}

/** A server of its own with a decoder that does what files say; the next file gets its picture. */
async function survives(word: string): Promise<Outcome> {
    const server = await Server.start({ env: { EXEAT_MEDIA: k_hostile }, args: ['--picture-seconds', '1'] });
    try {
        const admin = await server.set_up();
        const library = await make_library(admin, 'Press');
        const bad = await put_in(admin, library, 'bad.gif', Buffer.from(`GIF89a do:${word};`));
        const good = await put_in(admin, library, 'good.gif', Buffer.from('GIF89a do:nothing;'));
        (await look(admin, good, not_waiting)).expect(200);
        for (;;) {
            const answer = await look(admin, bad, () => true);
            const job = await job_of(admin, 'waiting', bad);
            if (job?.reason.startsWith('decoder-')) return outcome_of(answer);
            await new Promise((resolve) => setTimeout(resolve, 50));
        }
    } finally {
        await server.end();
    }
}

export const picture_runs: Record<string, (stage: Stage) => Promise<Outcome>> = {
    picture_bomb: (stage) => fails(stage, 'bomb.png', 'bomb.png', 'picture-too-large'),
    picture_truncated: (stage) => fails(stage, 'truncated.jpg', 'truncated.jpg', 'picture-broken'),
    picture_of_another_type: (stage) => fails(stage, 'noise.jpg', 'noise.png', 'picture-broken'),
    picture_external_entity: (stage) => fails(stage, 'entity.svg', 'entity.svg', 'picture-broken'),
    picture_entity_bomb: (stage) => fails(stage, 'laughs.svg', 'laughs.svg', 'picture-broken'),
    picture_cut_pdf: (stage) => fails(stage, 'cut.pdf', 'cut.pdf', 'picture-broken'),
    picture_looping_pdf: (stage) => fails(stage, 'loop.pdf', 'loop.pdf', 'picture-broken'),
    picture_locked_pdf: (stage) => fails(stage, 'locked.pdf', 'locked.pdf', 'picture-encrypted'),

    async picture_of_a_draft(stage) {
        const asset = await put_in(stage.admin, stage.ids.library ?? '', 'draft.png', corpus('plain.png'));
        (await change_asset(stage.admin, asset, { status: 'draft' })).expect(200);
        (await look(stage.admin, asset, not_waiting)).expect(200);
        return outcome_of(await stage.viewer.get(`/api/assets/${asset}/preview`));
    },

    async decoder_missing() {
        const server = await Server.start({ env: { EXEAT_MEDIA: '/nonexistent/exeat-media' } });
        try {
            const admin = await server.set_up();
            const asset = await put_in(admin, await make_library(admin, 'Press'), 'plain.png', corpus('plain.png'));
            (await admin.get(await ticket_of(admin, asset))).expect(200);
            const ready = (await server.nobody().get('/readyz')).expect(200).json;
            if (!ready.ready || !ready.pictures.includes('cannot be started')) throw new Error(JSON.stringify(ready));
            return outcome_of(await admin.get(`/api/assets/${asset}/preview`));
        } finally {
            await server.end();
        }
    },

    decoder_dies: () => survives('die'),
    decoder_lies: () => survives('lie html'),
    decoder_fills_its_output: () => survives('fill'),
    decoder_hangs: () => survives('hang'),
};
