// Reads the rows of docs/errors.md. Called by errors.test.ts. The page says what each cell holds; a row that cannot be
// read is an error with its line.
export interface Row {
    id: string;
    line: number;
    /** The heading that it stands under. */
    section: string;
    /** A request that fits in a line, or the name of a function in runs.ts. */
    sent: { who: Who; method: string; path: string; body: string | undefined } | { run: string };
    /** The HTTP status; for a program that did not start, its exit code. */
    outcome: { status: number } | { exit: number };
    /** The code of the problem type; undefined where there is no document. */
    type: string | undefined;
    words: string;
    /** What the function of the row checks itself, or nothing at all is left. */
    left_behind: 'nothing' | { checked: string };
}

export type Who = 'nobody' | 'admin' | 'viewer';

const k_header = ['id', 'sent', 'status', 'type', 'words', 'left behind'];

/** All rows of all tables with the right header. Throws on a row that is not whole, and on an id that stands twice. */
export function read_rows(page: string): Row[] {
    const rows: Row[] = [];
    let inside = false;
    let section = '';
    for (const [index, text] of page.split('\n').entries()) {
        if (!text.startsWith('|')) {
            inside = false;
            section = /^## (.+)$/.exec(text)?.[1] ?? section;
            continue;
        }
        const cells = split(text);
        if (cells.join('|') === k_header.join('|')) inside = true;
        else if (inside && !/^-+$/.test(cells[0] ?? '')) rows.push(read_row(cells, index + 1, section));
    }
    for (const row of rows) {
        const first = rows.find((one) => one.id === row.id);
        if (first !== row) throw new Error(`docs/errors.md:${row.line}: ${row.id} stands in line ${first?.line}, too`);
    }
    return rows;
}

/** Cells of a row; "\|" is a bar inside a cell. */
function split(text: string): string[] {
    return text.replace(/^\||\|\s*$/g, '').split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

function read_row(cells: string[], line: number, section: string): Row {
    const wrong = (what: string): never => {
        throw new Error(`docs/errors.md:${line}: ${what}`);
    };
    if (cells.length !== k_header.length) wrong(`${cells.length} cells, not ${k_header.length}`);
    const [id = '', sent = '', status = '', type = '', words = '', left = ''] = cells;
    if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(id)) wrong(`the id ${id} is not lower case with dashes`);
    const quoted = words.match(/^["“](.+)["”]$/)?.[1] ?? wrong('the words do not stand in quotes');
    const run = sent.match(/^`?run:([a-z0-9_]+)`?$/)?.[1];
    const request = sent.match(/^`(nobody|admin|viewer) ([A-Z]+) (\/\S*)(?: (.+))?`$/);
    if (!run && !request) wrong(`cannot read what is sent: ${sent}`);
    const http = status.match(/^[2-5]\d\d$/);
    const exit = status.match(/^exit (\d+)$/);
    if (!http && !exit) wrong(`the status ${status} is neither 422 nor exit 1`);
    if (type !== '-' && !/^[a-z0-9-]+$/.test(type)) wrong(`the type ${type} is no code`);
    const checked = left.match(/^run: (.+)$/)?.[1];
    if (left !== 'nothing' && !checked) wrong('left behind is "nothing" or "run: …"');
    if (checked && !run) wrong('only a function can check what is left behind');
    return {
        id, line, section, words: quoted,
        sent: run ? { run } : { who: request?.[1] as Who, method: request?.[2] ?? '', path: request?.[3] ?? '', body: request?.[4] },
        outcome: exit ? { exit: Number(exit[1]) } : { status: Number(status) },
        type: type === '-' ? undefined : type,
        left_behind: checked ? { checked } : 'nothing',
    };
}
