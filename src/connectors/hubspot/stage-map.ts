// Home of which deal stage means which sales status of the PSA. Invariants: every stage means one status or none; several
// stages may mean one; a stage is never mapped across open, won and lost unless somebody asked for exactly that.
import { normaliseText } from '../../core/normalise/text.ts';
import type { RegistryItem, StageMeaning } from '../connector.ts';

export type SalesState = 'open' | 'won' | 'lost';

export interface Stage {
  readonly pipeline: string;
  readonly pipelineLabel: string;
  readonly id: string;
  readonly label: string;
  /** 0 to 1. */
  readonly probability: number;
  readonly state: SalesState;
  /** False: deals may stand there, but none is moved there. */
  readonly active: boolean;
}

/** A pair that somebody asked for: `stage` is an id or a label, `status` a guid or a name, `pipeline` an id or a label. */
export interface StagePair {
  readonly stage: string;
  readonly pipeline?: string;
  readonly status: string;
}

export interface StagePlace {
  readonly pipeline: string;
  readonly stage: string;
}

export interface StageMap {
  knows(place: StagePlace): boolean;
  /** The status a stage means; null when it means none. */
  statusOf(place: StagePlace): string | null;
  stateOf(place: StagePlace): SalesState | null;
  /** Where a deal with this status belongs; `present` when that means the status already. null: no stage of its state. */
  placeFor(status: string, present: StagePlace | null): StagePlace | null;
  /** Every stage, in the order people see them. */
  readonly stages: readonly StageMeaning[];
  /** Equal for maps that mean the same. */
  readonly digest: string;
}

interface Status {
  readonly id: string;
  readonly label: string;
  readonly active: boolean;
  readonly state: SalesState;
  /** Per cent. */
  readonly probability: number;
}

/** @param stages in the order people see them, the default pipeline first. @param items with `code` such as `open:40` */
export function makeStageMap(stages: readonly Stage[], items: readonly RegistryItem[], pairs: readonly StagePair[]): StageMap {
  const statuses = items.flatMap((item) => statusFrom(item) ?? []);
  const meanings = new Map(stages.map((stage) => [keyOf(stage.pipeline, stage.id), asked(stage, items, pairs) ?? likeliest(stage, statuses)]));
  const find = ({ pipeline, stage }: StagePlace): Stage | undefined => stages.find((one) => one.id === stage && (pipeline === '' || one.pipeline === pipeline));
  const meaningOf = (stage: Stage): string | null => meanings.get(keyOf(stage.pipeline, stage.id)) ?? null;
  const statusOf = (place: StagePlace): string | null => {
    const stage = find(place);
    return stage === undefined ? null : meaningOf(stage);
  };
  return {
    knows: (place) => find(place) !== undefined,
    statusOf,
    stateOf: (place) => find(place)?.state ?? null,
    placeFor: (status, present) => {
      if (present !== null && statusOf(present) === status) return present;
      const wanted = statuses.find((one) => one.id === status);
      const open = stages.filter((stage) => stage.active);
      const exact = open.filter((stage) => meaningOf(stage) === status);
      // A status that no stage means goes where it is least wrong; what a read then shows is told by `represent`.
      const near = wanted === undefined ? [] : open.filter((stage) => stage.state === wanted.state);
      const found = inPipeline(exact, present) ?? nearest(inPipelineOf(near, present), wanted?.probability ?? 0, (stage) => stage.probability * 100);
      return found === undefined ? null : { pipeline: found.pipeline, stage: found.id };
    },
    stages: stages.map((stage) => {
      const { pipeline, pipelineLabel, id, label, state, active } = stage;
      return { pipeline, pipelineLabel, id, label, state, active, status: meaningOf(stage), isAsked: asked(stage, items, pairs) !== null };
    }),
    digest: JSON.stringify(stages.map((stage) => [stage.pipeline, stage.id, stage.state, meaningOf(stage)])),
  };
}

function keyOf(pipeline: string, stage: string): string {
  return `${pipeline}\n${stage}`;
}

function statusFrom({ id, label, active, code }: RegistryItem): Status | null {
  const told = /^(open|won|lost):(\d+(?:\.\d+)?)$/.exec(code ?? '');
  return told ? { id, label, active, state: told[1] as SalesState, probability: Number(told[2]) } : null;
}

function asked(stage: Stage, items: readonly RegistryItem[], pairs: readonly StagePair[]): string | null {
  const isAbout = (pair: StagePair): boolean =>
    [stage.id, fold(stage.label)].some((name) => name === pair.stage || name === fold(pair.stage)) &&
    (pair.pipeline === undefined || stage.pipeline === pair.pipeline || fold(stage.pipelineLabel) === fold(pair.pipeline));
  const pair = pairs.find(isAbout);
  if (pair === undefined) return null;
  return (items.find(({ id }) => id === pair.status) ?? items.find(({ label }) => fold(label) === fold(pair.status)))?.id ?? null;
}

function likeliest(stage: Stage, statuses: readonly Status[]): string | null {
  const fitting = statuses.filter((status) => status.active && status.state === stage.state);
  const named = fitting.find((status) => fold(status.label) === fold(stage.label));
  return (named ?? nearest(fitting, stage.probability * 100, (status) => status.probability))?.id ?? null;
}

/** The first of those that are nearest. */
function nearest<T>(choices: readonly T[], wanted: number, probabilityOf: (choice: T) => number): T | undefined {
  const distance = (choice: T): number => Math.abs(probabilityOf(choice) - wanted);
  return choices.reduce<T | undefined>((best, choice) => (best === undefined || distance(choice) < distance(best) ? choice : best), undefined);
}

/** A deal stays in its pipeline where it can. */
function inPipelineOf(stages: readonly Stage[], present: StagePlace | null): readonly Stage[] {
  const own = stages.filter((stage) => stage.pipeline === present?.pipeline);
  return own.length > 0 ? own : stages.filter((stage) => stage.pipeline === stages[0]?.pipeline);
}

function inPipeline(stages: readonly Stage[], present: StagePlace | null): Stage | undefined {
  return inPipelineOf(stages, present)[0];
}

function fold(name: string): string {
  return normaliseText(name).toLowerCase();
}
