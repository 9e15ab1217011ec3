// What the matrix tells the policy: the facts of a case as the test itself set them up, and what `exeat policy eval`
// answers. Called by matrix.test.ts. Refuses to ask the server anything.
import { spawnSync } from 'node:child_process';
import { k_exeat } from '../harness/server.ts';
import type { Kind } from '../house.ts';

/** What somebody wants; without a file the original. */
export interface Wish {
    action: string;
    file?: string;
}

/** A pass that somebody was given unasked. */
export interface Pass {
    kind: 'download' | 'access';
    actions: string[];
    files?: string[];
    revoked?: true;
}

/** Rules that a state sets: on the asset, on its folder, and in the library's usage settings. */
export interface Rules {
    asset?: Record<string, unknown>;
    folder?: Record<string, unknown>;
    library?: Record<string, unknown>;
    /** Everybody was given it. */
    pass?: Pass;
}

const off = { enabled: false, user_level: null, groups: [], attribute_name: null, attribute_value: null, combine: 'supersede' };

export const at = (ms: number): string => new Date(Date.now() + ms).toISOString().replace(/\.\d+Z$/, 'Z');

/** A pass as the policy reads it: an administrator gave it, without an end. */
const grant_of = (pass: Pass) => ({
    kind: pass.kind, status: 'approved', revoked: pass.revoked ?? false, actions: pass.actions, files: pass.files ?? null,
    created_at: at(-60_000), decided_at: at(-60_000), decided_by_level: 9, valid_until: null,
});

/** A case for the policy; a place is asked about as an asset that inherits everything. */
export function case_of(person: Kind, rules: Rules, wish: Wish) {
    return {
        now: at(0),
        site: { justification: off, approval: off, conversions_count_as_original: false, attachments_count_as_original: false, public_user: { level: 2, groups: [] } },
        library: {
            visibility: 'members', access: 'unlocked', viewer_access: 'open', protection: 'open', watermark: false, grant_ends_on_replace: false,
            not_offered: [], access_actions: ['download', 'edit', 'update', 'organise', 'delete'], re_request: { download: 'always', access: 'never' }, presets: {},
            ...rules.library,
        },
        folders: [{ access: 'inherit', protection: 'inherit', ...rules.folder }],
        asset: {
            access: 'inherit', protection: 'inherit', status: 'published', available_from: null, available_until: null,
            attributes: {}, replaced_at: null, not_offered: [], terms: null, ...rules.asset,
        },
        principal: { active: true, level: person.level, groups: [], flags: person.flags, role: person.role },
        requests: rules.pass ? [grant_of(rules.pass)] : [], link: null, action: wish.action, file: { class: wish.file ?? 'original' }, share_type: 'file',
        accepted: { justification: false, terms: null }, quota: null,
    };
}

export type Seen = 'done' | 'absent' | 'refused' | `status ${number}`;

/** What the program answers to cases, as it looks from outside. */
export function decide(cases: object[]): Seen[] {
    const input = `${cases.map((one) => JSON.stringify(one)).join('\n')}\n`;
    const run = spawnSync(k_exeat, ['policy', 'eval'], { input, maxBuffer: 1 << 28, encoding: 'utf8' });
    if (run.status !== 0) throw new Error(run.stderr);
    return run.stdout.trim().split('\n').map((line) => {
        const { outcome } = JSON.parse(line);
        return outcome === 'allow' ? 'done' : outcome === 'hidden' ? 'absent' : 'refused';
    });
}
