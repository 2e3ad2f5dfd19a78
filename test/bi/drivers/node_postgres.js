// node-postgres with pg-cursor, as Evidence and Cube use them.  The protocol
// is in ../README.md.
'use strict';

const readline = require('readline');
const { createHash } = require('crypto');
const { Client } = require('pg');
const Cursor = require('pg-cursor');

const DELAY = 1000;     // milliseconds after which a statement is canceled

const CHARACTERS = { t: '\t', n: '\n', r: '\r' };
const ESCAPES = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

const unescape = (field) =>
    field.replace(/\\(.)/g, (_, c) => CHARACTERS[c] ?? c);

function asText(value) {
    if (value === null)
        return '\\N';
    if (value instanceof Date)
        value = value.toISOString();
    else if (typeof value === 'object')
        value = JSON.stringify(value);
    return String(value).replace(/[\\\t\n\r]/g, (c) => ESCAPES[c]);
}

function answer(...fields) {
    process.stdout.write(fields.map(asText).join('\t') + '\n');
}

function make(type, text) {
    if (type === 'timestamptz')
        return new Date(text);
    return type === 'float8' ? Number(text) : text;
}

function parameters(fields) {
    const values = [];

    for (let i = 0; i + 1 < fields.length; i += 2)
        values.push(make(fields[i], fields[i + 1]));
    return values;
}

// A statement with parameters is prepared under a name.
async function query(client, [sql, ...fields]) {
    const result = await client.query({
        text: sql, values: parameters(fields), rowMode: 'array',
        name: fields.length === 0 ? undefined
            : createHash('md5').update(sql).digest('hex') });

    return result.rows;
}

// The first rows of pg-cursor, which is then closed.
async function fetch(client, [size, count, sql]) {
    const rows = [];
    const cursor = client.query(new Cursor(sql, [], { rowMode: 'array' }));

    while (rows.length < Number(count))
        rows.push(...await cursor.read(Number(size)));
    await cursor.close();
    return rows;
}

// Its own timeouts leave the statement running, so the server is asked to end
// it, as a tool's "stop" does.
async function cancel(client, [sql]) {
    const timer = setTimeout(async () => {
        const other = new Client();

        await other.connect();
        await other.query('SELECT pg_cancel_backend($1)', [client.processID]);
        await other.end();
    }, DELAY);

    try {
        return await query(client, [sql]);
    } finally {
        clearTimeout(timer);
    }
}

async function readonly(client, [sql]) {
    await client.query('BEGIN READ ONLY');
    try {
        return await query(client, [sql]);
    } finally {
        await client.query('ROLLBACK');
    }
}

const verbs = { query, fetch, cancel, readonly };

async function main() {
    const client = new Client();
    const lines = readline.createInterface({ input: process.stdin });

    await client.connect();
    answer('ok');
    for await (const line of lines) {
        const [verb, ...fields] = line.split('\t').map(unescape);

        try {
            for (const row of await verbs[verb](client, fields))
                answer('row', ...row);
            answer('ok');
        } catch (error) {
            answer('error', error.code ?? 'none', error.message);
        }
    }
    await client.end();
}

main();
