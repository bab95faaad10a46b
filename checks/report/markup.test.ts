import assert from 'node:assert/strict';
import { it } from 'node:test';
import { asText, html, styleElement } from './markup.ts';

it('texts are escaped, within elements and within attributes', () => {
  const evil = `"><script>alert('x')</script>&`;
  const text = asText(html`<p title="${evil}">${evil}</p>`);
  assert.equal(text.includes('<script'), false);
  assert.equal(text.match(/</g)?.length, 2);
  assert.equal(text.match(/"/g)?.length, 2);
});

it('markup made by the template is not escaped again, not even in lists', () => {
  const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
  assert.equal(asText(html`<ul>${items}${null}${7}</ul>`), '<ul><li>a</li><li>&#60;b&#62;</li>7</ul>');
});

it('a style sheet cannot end its element', () => {
  assert.equal(asText(styleElement('p > a { color: red }')), '<style>p > a { color: red }</style>');
  assert.throws(() => styleElement('</STYLE><script>'), /must not contain/);
});
