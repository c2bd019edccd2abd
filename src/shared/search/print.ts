import type { SearchNode, Term } from './query';
import { printSize, printWhen } from './values';

/** The query as one could have typed it: `parseSearch(printSearch(node)).node` equals every node that parsing makes. */
export function printSearch(node: SearchNode): string {
  switch (node.kind) {
    case 'and':
      return node.all.map((part) => (part.kind === 'and' ? bracketed(part) : printSearch(part))).join(' ');
    case 'or':
      return node.any.map((part) => (isGroup(part) ? bracketed(part) : printSearch(part))).join(' OR ');
    case 'not':
      return `-${isGroup(node.of) || node.of.kind === 'not' ? bracketed(node.of) : printSearch(node.of)}`;
    default:
      return printTerm(node);
  }
}

const isGroup = (node: SearchNode): boolean => node.kind === 'and' || node.kind === 'or';
const bracketed = (node: SearchNode): string => `(${printSearch(node)})`;

export function printTerm(term: Term): string {
  switch (term.kind) {
    case 'text': {
      const text = term.phrase ? `"${term.text}"` : term.text;
      return term.field === 'any' ? text : `${term.field}:${text}`;
    }
    case 'is':
      return `is:${term.state}`;
    case 'attachment':
      return 'has:attachment';
    case 'in':
    case 'account':
      return `${term.kind}:${value(term.name)}`;
    case 'keyword':
      return `label:${value(term.name)}`;
    case 'date':
      if (term.when.kind === 'ago' && term.op !== 'on')
        return `${term.op === 'after' ? 'newer_than' : 'older_than'}:${printWhen(term.when)}`;
      return `${term.op}:${printWhen(term.when)}`;
    case 'size':
      return `${term.op}:${printSize(term.octets)}`;
  }
}

const value = (name: string): string => (/[\s()"]/u.test(name) ? `"${name.replaceAll('"', '')}"` : name);
