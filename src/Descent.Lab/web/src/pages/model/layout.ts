import { Graph, layout as place } from '@dagrejs/dagre';
import { shapeText, type GraphNode } from './api';

/** A box of the drawing: an operation, or a folded layer with all that is in it. */
export interface Box {
    key: string;
    nodes: GraphNode[];
    label: string;
    detail: string;
    kind: GraphNode['kind'];
    folded: boolean;
    x: number;
    y: number;
    width: number;
    height: number;
}

export interface Drawing {
    boxes: Box[];
    edges: { points: { x: number; y: number }[]; backward: boolean }[];
    width: number;
    height: number;
}

/** The group of a node: its layer, apart for the way forward and the way back. */
export const groupOf = (node: GraphNode) =>
    node.kind === 'Input' ? '' : `${node.kind === 'Backward' ? '←' : ''}${node.path || 'model'}`;

/** The groups of nodes that can be folded: layers of more than one node. */
export function groups(nodes: GraphNode[]): Map<string, GraphNode[]> {
    const found = new Map<string, GraphNode[]>();
    for (const node of nodes) {
        const group = groupOf(node);
        if (group !== '') {
            found.set(group, [...(found.get(group) ?? []), node]);
        }
    }

    return new Map([...found].filter(([, members]) => members.length > 1));
}

/** Places boxes and edges, layer by layer from top to bottom. */
export function layout(nodes: GraphNode[], folded: Set<string>): Drawing {
    const boxes = new Map<string, Box>();
    const boxOf = new Map<number, string>();
    for (const node of nodes) {
        const group = groupOf(node);
        const isFolded = folded.has(group);
        const key = isFolded ? group : String(node.id);
        boxOf.set(node.id, key);
        const known = boxes.get(key);
        if (known) {
            known.nodes.push(node);
            known.detail = shapeText(node.shape);
        } else {
            boxes.set(key, {
                key,
                nodes: [node],
                label: isFolded ? `${node.path ? `${node.path}: ` : ''}${node.layer}` : node.name,
                detail: shapeText(node.shape),
                kind: isFolded && node.kind === 'Parameter' ? 'Forward' : node.kind,
                folded: isFolded,
                x: 0,
                y: 0,
                width: 0,
                height: 44,
            });
        }
    }

    const drawn = new Graph();
    drawn.setGraph({ rankdir: 'TB', nodesep: 18, ranksep: 34, marginx: 8, marginy: 8 });
    drawn.setDefaultEdgeLabel(() => ({}));
    for (const box of boxes.values()) {
        box.width = Math.min(240, Math.max(90, 24 + 7.6 * Math.max(box.label.length, box.detail.length)));
        drawn.setNode(box.key, { width: box.width, height: box.height });
    }

    for (const node of nodes) {
        for (const input of node.inputs) {
            const [from, to] = [boxOf.get(input), boxOf.get(node.id)];
            if (from !== undefined && to !== undefined && from !== to) {
                drawn.setEdge(from, to);
            }
        }
    }

    place(drawn);
    for (const box of boxes.values()) {
        const at = drawn.node(box.key) as { x: number; y: number };
        [box.x, box.y] = [at.x, at.y];
    }

    const size = drawn.graph() as { width?: number; height?: number };
    return {
        boxes: [...boxes.values()],
        edges: drawn.edges().map(edge => ({
            points: (drawn.edge(edge) as { points: { x: number; y: number }[] }).points,
            backward: boxes.get(edge.w)!.kind === 'Backward',
        })),
        width: size.width ?? 0,
        height: size.height ?? 0,
    };
}
