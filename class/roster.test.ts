import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseRoster } from './roster.ts';

const ROLE = 'arn:aws:iam::012345678901:role/Grader';

function read(text: string) {
  return parseRoster(new TextEncoder().encode(text));
}

function problemsOf(text: string): string[] {
  return read(text).problems.map(({ line, problem }) => `${line}: ${problem}`);
}

describe('a roster', () => {
  it('keeps every cell as text, so that leading zeros stay', () => {
    const { learners, problems } = read(
      `id,name,email,account,role_arn,external_id\n007,Ann,ann@example.com,012345678901,${ROLE},00123\n`,
    );
    assert.deepEqual(problems, []);
    assert.deepEqual(learners, [
      {
        ...{ id: '007', name: 'Ann', email: 'ann@example.com', account: '012345678901', line: 2 },
        access: { kind: 'role', roleArn: ROLE, externalId: '00123' },
      },
    ]);
  });

  it('may have its columns in any order and columns that the grader does not know', () => {
    const { learners, ignored } = read('profile,favourite colour,name,id\nlena,blue,Lena,1\n');
    assert.deepEqual(ignored, ['favourite colour']);
    assert.deepEqual(learners[0]?.access, { kind: 'profile', profile: 'lena' });
  });

  it('may come from Excel: a byte order mark, CRLF and semicolons', () => {
    const { learners } = read('\ufeffid;name;profile\r\n1;"Müller; Anna";anna\r\n2;Bo, Jr.;bo\r\n');
    assert.deepEqual(
      learners.map(({ id, name }) => [id, name]),
      [
        ['1', 'Müller; Anna'],
        ['2', 'Bo, Jr.'],
      ],
    );
  });

  it('may name its separator in a line of its own, as Excel understands it', () => {
    const { learners } = read('sep=;\r\nid;name;profile\r\n1;Anna;anna\r\n');
    assert.deepEqual(
      learners.map(({ line, name }) => [line, name]),
      [[3, 'Anna']],
    );
  });

  it('may be UTF-16 with tabs, as Excel saves Unicode text', () => {
    const text = '\ufeffid\tname\tprofile\r\n1\tŁucja\tl\r\n';
    const { learners } = parseRoster(new Uint8Array(Buffer.from(text, 'utf16le')));
    assert.equal(learners[0]?.name, 'Łucja');
  });

  it('reports another encoding instead of wrong names', () => {
    const bytes = new Uint8Array(Buffer.from('id,name,profile\n1,M\u00fcller,a\n', 'latin1'));
    assert.match(parseRoster(bytes).problems[0]?.problem ?? '', /UTF-8/);
  });

  it('may have quoted cells with quotation marks and line ends, and empty lines', () => {
    const { learners } = read('id,name,profile\n1,"Ann ""A""\nB",a\n\n\n2,Bo,b\n');
    assert.deepEqual(
      learners.map(({ name, line }) => [name, line]),
      [
        ['Ann "A" B', 2],
        ['Bo', 6],
      ],
    );
  });

  it('may name no way into the account of a learner', () => {
    assert.deepEqual(read('id,name,profile\n1,Ann,\n').learners[0]?.access, { kind: 'none' });
  });

  it('reports every bad row with its line and the problem', () => {
    const rows = [
      'id,name,email,profile,role_arn,external_id,facts,region,deadline',
      `1,A,a@example.com,,${ROLE},,,,`,
      '2,B,b@example.com,b,,,facts.json,,',
      `3,C,not an address,,arn:aws:iam::1:role/x,abc,,,`,
      '4,D,d@example.com,d,,,,Frankfurt,soon',
      ',E,e@example.com,e,,,,,',
      '4,F,f@example.com,f,,,,,',
      '4,G,g@example.com,g,,,,,',
      '8,H,h@example.com,h,,,,,,extra',
    ];
    const problems = problemsOf(rows.join('\n'));
    assert.deepEqual(
      problems.map((one) => one.slice(0, 45)),
      [
        '2: role_arn is given, but external_id is empt',
        '3: The row has more than one way in: profile ',
        "4: 'not an address' is not an email address.",
        '4: role_arn must look like arn:aws:iam::11112',
        '5: region must look like eu-west-1, but it is',
        '5: The deadline must look like 2026-12-24, 20',
        '6: The id is empty.',
        "8: The id '4' is already on line 7.",
        '9: The row has 10 cells, but the header has 9',
      ].map((one) => one.slice(0, 45)),
    );
  });

  it('reports a quotation mark that is never closed at the row in which it opens', () => {
    assert.deepEqual(problemsOf('id,name,profile\n1,"Ann,a\n2,Bo,b\n'), [
      '2: A quotation mark opens a cell and is never closed.',
    ]);
  });

  it('reports a missing column, a column that occurs twice, and a file without learners', () => {
    assert.match(problemsOf('name,profile\nAnn,a\n').join(), /no column named id/);
    assert.match(problemsOf('id,name,email\n1,A,a@example.com\n').join(), /no column with a way into/);
    assert.match(problemsOf('id,ID,profile\n1,2,a\n').join(), /column id occurs twice/);
    assert.match(problemsOf('id,name,profile\n').join(), /no learner/);
    assert.match(problemsOf('').join(), /no row/);
  });

  it('reads a deadline, in UTC when it names no zone, and to the end of a day', () => {
    const { learners } = read(
      'id,profile,deadline\n1,a,2026-12-24\n2,b,2026-12-24 18:00\n3,c,2026-12-24T18:00+01:00\n',
    );
    assert.deepEqual(
      learners.map(({ deadline }) => deadline),
      ['2026-12-24T23:59:59.000Z', '2026-12-24T18:00:00.000Z', '2026-12-24T17:00:00.000Z'],
    );
    assert.match(problemsOf('id,profile,deadline\n1,a,2026-02-30\n').join(), /deadline must look like/);
  });
});

describe("Canvas's gradebook as a roster", () => {
  const header = 'Student,ID,SIS User ID,SIS Login ID,Section,Lab 4 (77),profile';

  it('gives the learners their Canvas ids, without the row of possible points and the test student', () => {
    const { learners, problems, isCanvas } = read(
      `\ufeff${header}\n    Points Possible,,,,,100,\n"Doe, Jane",101,0042,jane@example.com,A,,jane\n"Student, Test",999,,abc,,,\n`,
    );
    assert.deepEqual(problems, []);
    assert.equal(isCanvas, true);
    assert.deepEqual(learners, [
      {
        ...{ id: '0042', name: 'Doe, Jane', email: 'jane@example.com', line: 3 },
        access: { kind: 'profile', profile: 'jane' },
        canvas: {
          ...{ student: 'Doe, Jane', id: '101', sisUserId: '0042', sisLoginId: 'jane@example.com' },
          section: 'A',
        },
      },
    ]);
  });

  it('uses the Canvas id of a learner without an SIS user id', () => {
    assert.equal(read(`${header}\n"Doe, Jane",101,,jane,A,,jane\n`).learners[0]?.id, '101');
  });
});
