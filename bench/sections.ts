import { coldSection } from './cold/cold-section.ts';
import { warmSection } from './pictures/warm-section.ts';
import type { Section } from './section.ts';

/** All measurements, in the order of the page. Each knows the results of its own only. */
export const sections = [warmSection, coldSection] as readonly Section[];
