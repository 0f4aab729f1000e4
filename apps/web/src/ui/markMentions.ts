import { textParts } from '@mesh-markets/contract';

/** As much of a Markdown tree as is needed here. */
interface TreeNode {
  readonly type: string;
  readonly value?: string;
  children?: TreeNode[];
  readonly data?: { readonly hName: string; readonly hProperties: { readonly dataMention: string } };
}

const cut = (node: TreeNode): TreeNode[] => {
  if (node.type !== 'text' || node.value === undefined) return [node];
  return textParts(node.value).map(({ text, handle }) =>
    handle === undefined
      ? { type: 'text', value: text }
      : {
          type: 'mention',
          data: { hName: 'span', hProperties: { dataMention: handle } },
          children: [{ type: 'text', value: text }],
        },
  );
};

/** Puts every `@handle` of the prose into a node of its own; code and links keep theirs. */
export const markMentions = (tree: TreeNode): void => {
  if (tree.children === undefined || tree.type === 'link') return;
  for (const child of tree.children) markMentions(child);
  tree.children = tree.children.flatMap(cut);
};
