import type { RuleResource, RuleTarget } from '../template/stack.ts';
import { pathSteps, valueAt } from './event.ts';
import { compileInputTemplate, type FilledInput } from './input-template.ts';

/** Compiles what a target gets of an event, as JSON text. */
export function compileTargetInput(rule: RuleResource, target: RuleTarget): FilledInput {
  const { input } = target;
  switch (input.kind) {
    case 'event':
      return (event) => JSON.stringify(event);
    case 'constant':
      return () => input.text;
    case 'path':
      pathSteps(input.path);
      return (event) => JSON.stringify(valueAt(input.path, event) ?? null);
    case 'template': {
      const facts = { ruleArn: rule.arn, ruleName: rule.name };
      return compileInputTemplate(input.template, input.paths, facts, `${rule.name}.${target.id}`);
    }
  }
}
