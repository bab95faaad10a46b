import { buildQuietly } from '../material.ts';
import type { Section } from '../section.ts';
import { toMarkdown, toTerminal } from '../tables.ts';
import { artifactFigures, compareArtifacts } from './artifact-report.ts';
import { type ArtifactResult, listArtifacts } from './list-artifact.ts';

export const artifactSection: Section<ArtifactResult[]> = {
  name: 'artifact',
  title: 'Artifact',
  about: `The tables show what the zip of a function contains and, according to esbuild, which packages are in its bundle. \`npm run package\` fails when
a zip is larger than the goal.`,
  measure: async ({ say }) => listArtifacts(await buildQuietly(say)),
  terminal: (results) => toTerminal(artifactFigures(results)),
  markdown: (results) => toMarkdown(artifactFigures(results)),
  plots: () => ({}),
  compare: compareArtifacts,
};
