// Home of the routes of pipelines and stages. Invariant: a write answers what was sent; what is kept has probabilities as
// decimal text, to be read back with GET. A missing pipeline is a 404 without a body.
import type { SandboxResponse } from '../contract.ts';
import type { Call } from './call.ts';
import type { ObjectType } from './object-types.ts';
import { dealStageMetadata } from './pipelines.ts';
import type { Pipeline, PipelineStage } from './pipelines.ts';
import { tableOf } from './portal.ts';
import { syncStageOptions } from './property-registry.ts';
import { Refusal, asList, asObject, asText, flagParameter, instant, invalid, noContent, optionalText, refuse, respond, textOr } from './wire.ts';
import type { Json } from './wire.ts';

export function listPipelines(call: Call): SandboxResponse {
  return respond(200, { results: pipelinesOf(call).map(present) });
}

export function readPipeline(call: Call): SandboxResponse {
  return respond(200, present(pipelineOf(call)));
}

export function createPipeline(call: Call): SandboxResponse {
  const type = call.type();
  if (type.name !== 'deals') throw invalid(`Pipelines cannot be created for ${type.name}.`);
  const body = call.body();
  const id = chosenId(call, body['pipelineId'], 'pipelineId', 36);
  const label = asText(body['label'], 'label');
  if (pipelinesOf(call).some((pipeline) => pipeline.id === id || pipeline.label === label)) throw refuse(409, 'CONFLICT', `A pipeline with that id or label already exists: ${label}`);
  const inputs = asList(body['stages'] ?? [], 'stages').map((raw) => asObject(raw, 'a stage'));
  const stages = inputs.map((input) => stageFrom(call, type, input));
  const pipeline: Pipeline = { id, label, displayOrder: Number(body['displayOrder'] ?? 0), createdAt: call.now, updatedAt: call.now, stages };
  save(call, [...pipelinesOf(call), pipeline]);
  return respond(201, { ...present(pipeline), stages: stages.map((stage, at) => ({ ...presentStage(stage), ...echo(inputs[at] ?? {}) })) });
}

export function updatePipeline(call: Call): SandboxResponse {
  const pipeline = pipelineOf(call);
  const body = call.body();
  const changed = { ...pipeline, label: textOr(body['label'], pipeline.label), displayOrder: Number(body['displayOrder'] ?? pipeline.displayOrder), updatedAt: call.now };
  replace(call, changed);
  return respond(200, present(changed));
}

export function deletePipeline(call: Call): SandboxResponse {
  const pipeline = pipelineOf(call);
  const used = flagParameter(call.query, 'validateReferencesBeforeDelete') ? users(call, (values) => values['pipeline'] === pipeline.id) : [];
  if (used.length > 0) throw refuse(400, 'VALIDATION_ERROR', `Pipeline ${pipeline.id} is in use`, { subCategory: 'PipelineError.PIPELINE_ID_IN_USE', context: { pipelineId: [pipeline.id], objectIds: used } });
  save(call, pipelinesOf(call).filter((each) => each !== pipeline));
  return noContent();
}

export function listStages(call: Call): SandboxResponse {
  return respond(200, { results: pipelineOf(call).stages.map(presentStage) });
}

export function createStage(call: Call): SandboxResponse {
  const pipeline = pipelineOf(call);
  const body = call.body();
  const stage = stageFrom(call, call.type(), body);
  if (pipeline.stages.some((each) => each.id === stage.id || each.label === stage.label)) throw refuse(409, 'CONFLICT', `A stage with that id or label already exists: ${stage.label}`);
  replace(call, { ...pipeline, stages: [...pipeline.stages, stage].toSorted((a, b) => a.displayOrder - b.displayOrder) });
  return respond(201, { ...presentStage(stage), ...echo(body) });
}

export function updateStage(call: Call): SandboxResponse {
  const pipeline = pipelineOf(call);
  const stage = pipeline.stages.find((each) => each.id === call.param('stageId'));
  if (stage === undefined) throw new Refusal(404, null);
  const body = call.body();
  const metadata = body['metadata'] === undefined ? stage.metadata : metadataFrom(call.type(), body);
  const changed = { ...stage, label: textOr(body['label'], stage.label), displayOrder: Number(body['displayOrder'] ?? stage.displayOrder), metadata, updatedAt: call.now };
  replace(call, { ...pipeline, stages: pipeline.stages.map((each) => (each === stage ? changed : each)) });
  return respond(200, { ...presentStage(changed), ...echo(body) });
}

export function deleteStage(call: Call): SandboxResponse {
  const pipeline = pipelineOf(call);
  const stageId = call.param('stageId');
  const property = call.type().name === 'deals' ? 'dealstage' : 'lifecyclestage';
  const used = users(call, (values) => values[property] === stageId && (property !== 'dealstage' || values['pipeline'] === pipeline.id));
  if (used.length > 0) throw refuse(400, 'VALIDATION_ERROR', `Stage ID ${stageId} is being referenced by object IDs`, { subCategory: 'PipelineError.STAGE_ID_IN_USE', context: { stageId: [stageId], objectIds: used } });
  replace(call, { ...pipeline, stages: pipeline.stages.filter((each) => each.id !== stageId) });
  return noContent();
}

function pipelinesOf(call: Call): readonly Pipeline[] {
  return call.portal.pipelines.get(call.type().name) ?? [];
}

function pipelineOf(call: Call): Pipeline {
  const pipeline = pipelinesOf(call).find((each) => each.id === call.param('pipelineId'));
  if (pipeline === undefined) throw new Refusal(404, null);
  return pipeline;
}

function save(call: Call, pipelines: readonly Pipeline[]): void {
  const type = call.type().name;
  call.portal.pipelines.set(type, [...pipelines]);
  syncStageOptions(call.portal.properties, type, pipelines);
}

function replace(call: Call, pipeline: Pipeline): void {
  save(call, pipelinesOf(call).map((each) => (each.id === pipeline.id ? pipeline : each)));
}

function stageFrom(call: Call, type: ObjectType, input: Json): PipelineStage {
  return {
    id: chosenId(call, input['stageId'], 'stageId', 100),
    label: asText(input['label'], 'label'),
    displayOrder: Number(input['displayOrder'] ?? 0),
    metadata: metadataFrom(type, input),
    createdAt: call.now,
    updatedAt: call.now,
    archived: false,
  };
}

function chosenId(call: Call, raw: unknown, name: string, longest: number): string {
  const chosen = optionalText(raw, name);
  if (chosen !== null && chosen.length > longest) throw invalid(`${name} must be at most ${longest} characters.`);
  return chosen ?? String(call.portal.random.ids.int(1_000_000_000, 4_000_000_000));
}

function metadataFrom(type: ObjectType, input: Json): Record<string, string> {
  const metadata = asObject(input['metadata'] ?? {}, 'metadata');
  if (type.name !== 'deals') return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, textOr(value, '')]));
  const probability = metadata['probability'];
  const number = Number(probability);
  if (probability === undefined || probability === '' || !(number >= 0 && number <= 1)) throw invalid('A deal stage needs metadata.probability between 0 and 1.');
  return dealStageMetadata(textOr(probability, ''));
}

function echo(input: Json): Json {
  const metadata = input['metadata'];
  return metadata === undefined ? {} : { metadata: Object.fromEntries(Object.entries(asObject(metadata, 'metadata')).map(([name, value]) => [name, textOr(value, '')])) };
}

function users(call: Call, test: (values: Readonly<Record<string, string>>) => boolean): string[] {
  const rows = [...tableOf(call.portal, call.type()).rows.values()];
  return rows.filter((record) => record.archivedAt === null && test(record.values)).map((record) => record.id);
}

function present(pipeline: Pipeline): Record<string, unknown> {
  const { createdAt, updatedAt, stages, ...rest } = pipeline;
  return { ...rest, createdAt: instant(createdAt), updatedAt: instant(updatedAt), archived: false, stages: stages.map(presentStage) };
}

function presentStage(stage: PipelineStage): Record<string, unknown> {
  return { ...stage, createdAt: instant(stage.createdAt), updatedAt: instant(stage.updatedAt), writePermissions: 'CRM_PERMISSIONS_ENFORCEMENT' };
}
