// `sauma rules`: the rules that people have changed with "always decide so", who changed them and when, and the way back.
import type { Command } from 'commander';
import type { Rule } from '../core/rule.ts';
import { takeRuleBack } from '../engine/resolve.ts';
import type { RuleOverride } from '../store/store.ts';
import { inWorkspace } from './asking.ts';
import { addCommand, run } from './command.ts';
import type { SharedOptions } from './command.ts';
import type { Context } from './context.ts';
import { READS, whoAsks } from './deed.ts';
import type { Deeds } from './deed.ts';
import type { ExitCode } from './exit.ts';
import { SIDE_NAME, whenText } from './words.ts';

export function registerRules(program: Command, context: Context): void {
  const parent = addCommand(program, 'rules', 'rules that people have changed, on top of config/policy.json', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'list', 'show every change, the newest first', READS).action(run((_args, command) => list(command.opts<SharedOptions>(), context)));
  addCommand(parent, 'undo', 'take the last change of a rule back', { notes: ['undoRule'] })
    .argument('<entity>', 'account, contact, salesCase or activity')
    .argument('<field>', 'the field, as listed')
    .action(run((args, command, deeds) => takeBack(args[0] as string, args[1] as string, command.opts<SharedOptions>(), context, deeds)));
}

function list(flags: SharedOptions, context: Context): Promise<ExitCode> {
  return inWorkspace(flags, context, async (open) => {
    const rules = await open.store.rules({ history: true });
    return { json: { rules }, text: rules.length === 0 ? 'Nobody has changed a rule: config/policy.json counts as it is.\n' : rules.map((change) => changeText(change, open.config.settings.schedules.timeZone)).join('') };
  });
}

function takeBack(entity: string, field: string, flags: SharedOptions, context: Context, deeds: Deeds): Promise<ExitCode> {
  return inWorkspace(flags, context, async (open) => {
    const rule = await takeRuleBack(open.engine, entity, field, whoAsks());
    await deeds.note(open, 'undoRule', { entity, field });
    return { json: { entity, field, rule }, text: `${entity} ${field}: ${ruleText(rule)}. It counts from the next sync on.\n` };
  });
}

function changeText({ entity, field, version, rule, by, at }: RuleOverride, timeZone: string): string {
  return `${entity} ${field}, change ${version}: ${ruleText(rule)}   (${by}, ${whenText(at, timeZone)})\n`;
}

function ruleText(rule: Rule | null): string {
  if (rule === null) return 'as config/policy.json says';
  return `when several sides changed, ${orderText(rule.onConflict)}; at the first meeting, ${orderText(rule.onFirst)}`;
}

function orderText(by: Rule['onConflict']): string {
  return typeof by === 'string' ? by : by.map((side) => SIDE_NAME[side]).join(', then ');
}
