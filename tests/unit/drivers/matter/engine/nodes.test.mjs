import assert from "node:assert/strict";
import { test } from "node:test";
import { Nodes } from "../../../../../app/drivers/matter/js/nodes.mjs";

const peer = (nodeId, isCommissioned = true) => ({
    lifecycle: { isCommissioned, isOnline: false },
    peerAddress: nodeId === undefined ? undefined : { nodeId: BigInt(nodeId) },
    maybeStateOf: () => ({ commissionedAt: 0 }),
});

test("a lock that is just being given back is in nobody's way", async () => {
    const nodes = new Nodes({ peers: [peer(undefined), peer(7), peer(8, false)] });
    assert.deepEqual(nodes.peers.map(each => each.peerAddress.nodeId), [7n]);
    assert.equal((await nodes.data(nodes.peer(7))).node_id, 7);
    assert.throws(() => nodes.peer(8), { reason: "no_such_node" });
});
