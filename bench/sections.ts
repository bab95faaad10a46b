import { artifactSection } from './artifact/artifact-section.ts';
import { classSection } from './class/class-section.ts';
import { coldSection } from './cold/cold-section.ts';
import { memorySection } from './memory/memory-section.ts';
import { sizesSection } from './memory-size/sizes-section.ts';
import { warmSection } from './pictures/warm-section.ts';
import { pipelineSection } from './pipeline/pipeline-section.ts';
import type { Section } from './section.ts';
import { startSection } from './start/start-section.ts';

/** All measurements in the order of the page. Each knows only its own results. */
export const sections = [
  warmSection,
  coldSection,
  memorySection,
  sizesSection,
  artifactSection,
  pipelineSection,
  startSection,
  classSection,
] as readonly Section[];
