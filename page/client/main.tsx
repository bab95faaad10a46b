import { render } from 'preact';
import { App } from './app.tsx';
import { createStore } from './store.ts';

const place = document.getElementById('app');
if (place === null) throw new Error('Expected an element with the id "app" in the page, found none.');
render(<App store={createStore()} />, place);
