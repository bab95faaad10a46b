import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GRID_WIDTH, type PlacedWidget, widgetRows } from './dashboard-rows.ts';
import { properties, resources } from './plain-resources.ts';

const text = String(properties('Dashboard').DashboardBody);
const { widgets } = JSON.parse(text) as { widgets: PlacedWidget[] };

test('widgets do not overlap, and none is beside the grid', () => {
  const taken = new Set<string>();
  for (const { x, y, width, height, properties } of widgets) {
    assert.ok(x >= 0 && width > 0 && height > 0 && x + width <= GRID_WIDTH, JSON.stringify(properties));
    for (let column = x; column < x + width; column++) {
      for (let row = y; row < y + height; row++) {
        assert.ok(!taken.has(`${column} ${row}`), `${column} ${row} is taken twice`);
        taken.add(`${column} ${row}`);
      }
    }
  }
  assert.ok(taken.size > 0);
});

test('rows stand one below the other, and share their width', () => {
  const widget = { type: 'text', properties: {} } as const;
  const placed = widgetRows({ height: 2, widgets: [widget] }, { height: 6, widgets: [widget, widget] });
  assert.deepEqual(
    placed.map(({ x, y, width, height }) => [x, y, width, height]),
    [
      [0, 0, 24, 2],
      [0, 2, 12, 6],
      [12, 2, 12, 6],
    ],
  );
});

test('everything that it names is in the template', () => {
  const named = [...text.matchAll(/<([A-Za-z]+)(?:\.([A-Za-z]+))?>/g)].map(([, id]) => id ?? '');
  assert.ok(named.length > 30, String(named.length));
  for (const id of named) assert.ok(id in resources, id);
  const all = [
    'AWS::SNS::Topic',
    'AWS::SQS::Queue',
    'AWS::Logs::LogGroup',
    'AWS::Serverless::Function',
    'AWS::CloudWatch::Alarm',
  ];
  for (const [id, { Type }] of Object.entries(resources)) {
    if (all.includes(Type)) assert.ok(named.includes(id), `${id} is on the dashboard`);
  }
});

test('graphs show metrics of one resource each, in the order in which data flows', () => {
  const namespaces = widgets.flatMap(({ type, properties }) => {
    if (type !== 'metric') return [];
    const metrics = properties.metrics as [string, string, string, string, { label: string }][];
    for (const metric of metrics) {
      assert.equal(metric.length, 5);
      assert.ok(metric[4].label, metric[1]);
    }
    assert.equal(properties.region, 'ap-northeast-1');
    return metrics.map(([namespace]) => namespace);
  });
  assert.deepEqual([...new Set(namespaces)], ['AWS/SNS', 'AWS/SQS', 'AWS/Lambda']);
  assert.deepEqual(
    namespaces,
    [...namespaces].sort((one, other) => order(one) - order(other)),
  );
});

const order = (namespace: string) => ['AWS/SNS', 'AWS/SQS', 'AWS/Lambda'].indexOf(namespace);
