import { parseAst } from 'vitest/node';
import type { SourceFile } from './files.ts';

/** Any node of the syntax tree; the rules look at few fields of few types. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface Import {
  readonly specifier: string;
  readonly line: number;
  /** Erased before the program runs. */
  readonly typeOnly: boolean;
}

export interface FunctionSpan {
  readonly name: string;
  readonly line: number;
  readonly lines: number;
}

export interface TextLiteral {
  readonly text: string;
  readonly line: number;
}

export interface Call {
  /** The called expression as written, such as `test.skip`; in `f(1)(2)` only `f` counts. */
  readonly callee: string;
  readonly line: number;
}

/** What the rules want to know of one file. */
export interface Syntax {
  readonly imports: Import[];
  readonly functions: FunctionSpan[];
  readonly literals: TextLiteral[];
  readonly calls: Call[];
}

export function readSyntax({ path, text }: SourceFile): Syntax {
  const program = parseAst(text, { lang: path.endsWith('.tsx') ? 'tsx' : 'ts' }) as unknown as SyntaxNode;
  const lineAt = createLineLookup(text);
  const syntax: Syntax = { imports: [], functions: [], literals: [], calls: [] };
  visit(program, undefined, (node, parent) => {
    const line = lineAt(node.start);
    const source = importSource(node);
    if (source !== undefined) {
      syntax.imports.push({ specifier: source, line, typeOnly: isTypeOnly(node) });
    } else if (node.type === 'Literal' && typeof node.value === 'string') {
      syntax.literals.push({ text: node.value, line });
    } else if (node.type === 'TemplateLiteral') {
      syntax.literals.push({ text: templateText(node), line });
    } else if (node.type === 'CallExpression' && (node.callee as SyntaxNode).type !== 'CallExpression') {
      syntax.calls.push({ callee: calleeName(node.callee as SyntaxNode), line });
    } else if (isFunction(node) && !isTestGroup(parent)) {
      const lines = lineAt(node.end) - line + 1;
      syntax.functions.push({ name: functionName(node, parent), line, lines });
    }
  });
  return syntax;
}

function visit(
  node: SyntaxNode,
  parent: SyntaxNode | undefined,
  look: (node: SyntaxNode, parent: SyntaxNode | undefined) => void,
): void {
  look(node, parent);
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) {
      if (isSyntaxNode(child)) visit(child, node, look);
    }
  }
}

function isSyntaxNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

function importSource(node: SyntaxNode): string | undefined {
  const names = [
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ImportExpression',
    'TSImportType',
  ];
  if (!names.includes(node.type)) return undefined;
  const source = node.source;
  return isSyntaxNode(source) && typeof source.value === 'string' ? source.value : undefined;
}

function isTypeOnly(node: SyntaxNode): boolean {
  return node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
}

/** The fixed parts, with a placeholder between them. */
function templateText(node: SyntaxNode): string {
  const parts = node.quasis as { value: { cooked: string | null; raw: string } }[];
  return parts.map(({ value }) => value.cooked ?? value.raw).join('$');
}

function calleeName(node: SyntaxNode): string {
  if (node.type === 'Identifier') return node.name as string;
  if (node.type === 'CallExpression') return calleeName(node.callee as SyntaxNode);
  if (node.type !== 'MemberExpression') return '';
  const property = node.property as SyntaxNode;
  return `${calleeName(node.object as SyntaxNode)}.${String(property.name ?? property.value)}`;
}

function isFunction({ type }: SyntaxNode): boolean {
  return ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(type);
}

/** The body of a `describe` is a chapter of tests, not a function somebody has to follow. */
function isTestGroup(parent: SyntaxNode | undefined): boolean {
  return (
    parent?.type === 'CallExpression' && /^(test\.)?describe\b/.test(calleeName(parent.callee as SyntaxNode))
  );
}

function functionName(node: SyntaxNode, parent: SyntaxNode | undefined): string {
  for (const holder of [node.id, parent?.id, parent?.key]) {
    if (isSyntaxNode(holder) && typeof holder.name === 'string') return holder.name;
  }
  return 'anonymous';
}

function createLineLookup(text: string): (offset: number) => number {
  const starts = [0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1))
    starts.push(index + 1);
  return (offset) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
}
