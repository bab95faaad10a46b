import { render } from 'preact';

const place = document.getElementById('page');
if (place === null) throw new Error('Expected an element with the id "page" in the page, found none.');
render(<main />, place);
