// Home of pipelines and their stages as data. Invariant: a deal's stage belongs to its pipeline; whether a stage is closed
// or won is its probability, kept as text with a decimal ("0.5", "1.0").
import { LIFECYCLE } from './catalog/common.ts';

export interface PipelineStage {
  readonly id: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly metadata: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly archived: boolean;
}

export interface Pipeline {
  readonly id: string;
  readonly label: string;
  readonly displayOrder: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly stages: readonly PipelineStage[];
}

const FIRST_DAY = Date.UTC(2019, 0, 1);

const DEAL_STAGES: readonly (readonly [id: string, label: string, probability: string])[] = [
  ['appointmentscheduled', 'Appointment Scheduled', '0.2'],
  ['qualifiedtobuy', 'Qualified To Buy', '0.4'],
  ['presentationscheduled', 'Presentation Scheduled', '0.6'],
  ['decisionmakerboughtin', 'Decision Maker Bought-In', '0.8'],
  ['contractsent', 'Contract Sent', '0.9'],
  ['closedwon', 'Closed Won', '1.0'],
  ['closedlost', 'Closed Lost', '0.0'],
];

/** Metadata of a deal stage from its probability, 0 to 1 as text. */
export function dealStageMetadata(probability: string): Record<string, string> {
  const number = Number(probability);
  return { isClosed: String(number === 0 || number === 1), probability: Number.isInteger(number) ? number.toFixed(1) : String(number) };
}

export function seedPipelines(): Map<string, Pipeline[]> {
  const lifecycle = LIFECYCLE.map(([id, label], order) => seedStage(id, label, order, { state: 'OPEN' }));
  const deals = DEAL_STAGES.map(([id, label, probability], order) => seedStage(id, label, order, dealStageMetadata(probability)));
  return new Map([
    ['deals', [seedPipeline('default', 'Sales Pipeline', deals)]],
    ['contacts', [seedPipeline('contacts-lifecycle-pipeline', 'Lifecycle Stage Pipeline', lifecycle)]],
    ['companies', [seedPipeline('companies-lifecycle-pipeline', 'Lifecycle Stage Pipeline', lifecycle)]],
  ]);
}

function seedStage(id: string, label: string, displayOrder: number, metadata: Record<string, string>): PipelineStage {
  return { id, label, displayOrder, metadata, createdAt: FIRST_DAY, updatedAt: FIRST_DAY, archived: false };
}

function seedPipeline(id: string, label: string, stages: readonly PipelineStage[]): Pipeline {
  return { id, label, displayOrder: 0, createdAt: FIRST_DAY, updatedAt: FIRST_DAY, stages };
}

export function findStage(pipelines: readonly Pipeline[], pipelineId: string, stageId: string): PipelineStage | null {
  return pipelines.find((pipeline) => pipeline.id === pipelineId)?.stages.find((stage) => stage.id === stageId) ?? null;
}
