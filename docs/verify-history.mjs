#!/usr/bin/env node
// Checks an exported history without the service: docs/history.md says what is checked, and why.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

const USAGE = `Usage: node verify-history.mjs --tenant ID [options] [FILE …]

Checks the answers of GET /admin/audit/history, one or several to a file, in any order.
Reads standard input where no file is named, or where it is "-".

  --tenant ID               the tenant whose history it is (required: the hashes cover it, the answers don't show it)
  --from-sequence N         the first entry that must be there (1); those before it are taken for granted
  --expected-sequence N     an entry that you know from an earlier check …
  --expected-hash HASH      … and the hash it had
  --help                    shows this

Exit code: 0 valid, 1 broken, 2 not checked: there is no entry to check, or the call or what was read can't be used.`;

const START = '0'.repeat(64);
const SHA256 = /^[0-9a-f]{64}$/;
const TEXTS = ['action', 'actor_id', 'actor_tenant_id', 'from', 'occurred_at', 'previous_hash', 'request_id', 'subject_id', 'subject_type', 'to', 'trace_id'];
const REDACTABLE = ['actor_name', 'note'];
const SHOWN = new Set(['sequence', 'hash', ...TEXTS, ...REDACTABLE, ...REDACTABLE.map((name) => `${name}_sha256`)]);

const REASONS = {
  missing_entry: 'the entry is not there',
  previous_hash_mismatch: 'the entry names another one before it than the one that is there',
  hash_mismatch: 'the entry is not what was hashed: its content, its hash or its tenant is another one',
  duplicate_entry: 'there are two different entries of this sequence',
  missing_tail: 'the history ends before it, and went on once',
  end_mismatch: 'the entry is not the one that was expected: the history was written anew',
};

class Unusable extends Error {}

const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex');

/** The bytes that the hash covers; undefined where the entry has members that it can't have, or not together. */
function canonical(entry, tenant) {
  if (Object.keys(entry).some((name) => !SHOWN.has(name))) {
    return undefined;
  }

  const covered = { tenant_id: tenant, sequence: entry.sequence };
  for (const name of TEXTS.filter((name) => name in entry)) {
    covered[name] = entry[name];
  }

  for (const name of REDACTABLE) {
    const digest = `${name}_sha256`;
    if (name in entry && digest in entry) {
      return undefined;
    }

    if (typeof entry[name] === 'string') {
      covered[digest] = sha256(entry[name]);
    } else if (name in entry) {
      return undefined;
    } else if (digest in entry) {
      covered[digest] = entry[digest];
    }
  }

  const names = Object.keys(covered).sort();
  if (names.some((name) => name !== 'sequence' && typeof covered[name] !== 'string')) {
    return undefined;
  }

  // JSON.stringify writes strings and whole numbers as RFC 8785 wants them
  return `{${names.map((name) => `${JSON.stringify(name)}:${JSON.stringify(covered[name])}`).join(',')}}`;
}

/** Follows the chain from one entry to the next and stops at the first that is wrong. */
function check(entries, { tenant, from, expected }) {
  let last = { sequence: from - 1, hash: from === 1 ? START : undefined };
  if (expected?.sequence === last.sequence) {
    last = expected;
  }

  let checked = 0;
  const broken = (sequence, reason) => ({ checked, last, broken: { sequence, reason } });
  for (const entry of entries.filter((entry) => entry.sequence >= from)) {
    const sequence = last.sequence + 1;
    if (entry.sequence !== sequence) {
      return entry.sequence < sequence ? broken(entry.sequence, 'duplicate_entry') : broken(sequence, 'missing_entry');
    }

    if (entry.previous_hash !== (last.hash ?? entry.previous_hash)) {
      return broken(sequence, 'previous_hash_mismatch');
    }

    const covered = canonical(entry, tenant);
    if (covered === undefined || sha256(covered) !== entry.hash) {
      return broken(sequence, 'hash_mismatch');
    }

    if (expected?.sequence === sequence && expected.hash !== entry.hash) {
      return broken(sequence, 'end_mismatch');
    }

    last = { sequence, hash: entry.hash };
    checked += 1;
  }

  return expected?.sequence > last.sequence ? broken(last.sequence + 1, 'missing_tail') : { checked, last };
}

/** One file may hold several answers, one behind the other. */
function* documents(text) {
  let start = 0;
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === '\\') {
        i++;
      }

      quoted = c !== '"';
    } else if (c === '"') {
      quoted = true;
    } else if (c === '{' || c === '[') {
      depth++;
    } else if ((c === '}' || c === ']') && --depth === 0) {
      yield JSON.parse(text.slice(start, i + 1));
      start = i + 1;
    }
  }

  if (text.slice(start).trim() !== '') {
    throw new SyntaxError('it ends in the middle, or is no JSON');
  }
}

/** The entries of all answers in their order; the same entry twice is one. */
function read(files) {
  const entries = [];
  let total = 0;
  for (const file of files.length === 0 ? ['-'] : files) {
    const name = file === '-' ? 'standard input' : file;
    try {
      const answers = [...documents(readFileSync(file === '-' ? 0 : file, 'utf8').replace(/^\uFEFF/, ''))];
      if (answers.length === 0 || answers.some((answer) => !Array.isArray(answer?.items))) {
        throw new Unusable('it is no answer of GET /admin/audit/history');
      }

      entries.push(...answers.flatMap((answer) => answer.items));
      total = Math.max(total, ...answers.map((answer) => answer.total ?? 0));
    } catch (error) {
      throw new Unusable(`${name} can't be used: ${error.message}`);
    }
  }

  if (entries.some((entry) => !Number.isSafeInteger(entry?.sequence) || entry.sequence < 1)) {
    throw new Unusable('an item has no sequence from 1 on: that is no entry of a history');
  }

  entries.sort((a, b) => a.sequence - b.sequence);
  const same = (a, b) => b !== undefined && JSON.stringify(a) === JSON.stringify(b);
  return { entries: entries.filter((entry, i) => !same(entry, entries[i - 1])), total };
}

function parse(args) {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      tenant: { type: 'string' },
      'from-sequence': { type: 'string', default: '1' },
      'expected-sequence': { type: 'string' },
      'expected-hash': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    return { help: true };
  }

  if (!values.tenant) {
    throw new Unusable('--tenant is required');
  }

  const from = sequenceOf(values, 'from-sequence');
  const known = { sequence: values['expected-sequence'], hash: values['expected-hash']?.trim().toLowerCase() };
  if ((known.sequence === undefined) !== (known.hash === undefined)) {
    throw new Unusable('--expected-sequence and --expected-hash go together');
  }

  if (known.hash === undefined) {
    return { files: positionals, tenant: values.tenant, from };
  }

  if (!SHA256.test(known.hash)) {
    throw new Unusable('--expected-hash takes 64 hexadecimal digits');
  }

  const expected = { sequence: sequenceOf(values, 'expected-sequence'), hash: known.hash };
  if (expected.sequence < from - 1) {
    throw new Unusable('--expected-sequence lies before the entries that are to be checked');
  }

  return { files: positionals, tenant: values.tenant, from, expected };
}

function sequenceOf(values, option) {
  const sequence = Number(values[option]);
  if (!/^[0-9]+$/.test(values[option]) || !Number.isSafeInteger(sequence) || sequence < 1) {
    throw new Unusable(`--${option} takes a number from 1`);
  }

  return sequence;
}

function report({ checked, last, broken }, { tenant, from, expected }, total) {
  console.log(`tenant         ${tenant}`);
  console.log(`checked        ${checked === 0 ? 'no entry' : `${checked} ${checked === 1 ? 'entry' : 'entries'}, ${from} to ${last.sequence}`}`);
  console.log(`last_sequence  ${last.sequence}`);
  console.log(`last_hash      ${last.hash ?? 'not known'}`);
  if (broken) {
    console.log(`result         BROKEN at ${broken.sequence}: ${broken.reason}`);
    console.log(`               ${REASONS[broken.reason]}`);
    return 1;
  }

  if (expected && checked > 0) {
    console.log(`expected       ${expected.sequence} has the hash that was expected`);
  }

  if (last.sequence < total) {
    console.log(`not exported   ${last.sequence + 1} to ${total}`);
  }

  if (checked === 0) {
    console.log('result         nothing to check');
    return 2;
  }

  console.log('result         valid');
  return 0;
}

try {
  const options = parse(process.argv.slice(2));
  if (options.help) {
    console.log(USAGE);
  } else {
    const { entries, total } = read(options.files);
    process.exitCode = report(check(entries, options), options, total);
  }
} catch (error) {
  if (!(error instanceof Unusable) && !error.code?.startsWith('ERR_PARSE_ARGS')) {
    throw error;
  }

  console.error(`${error.message}\n\n${USAGE}`);
  process.exitCode = 2;
}
