import assert from "node:assert/strict";
import { test } from "node:test";
import { EventHub } from "../../../../../app/drivers/matter/js/events.mjs";

const event = number => ({ node_id: 1, event_number: number });

test("lock events are kept until somebody listens, other events are not", () => {
    const hub = new EventHub();
    hub.emitOnce(event(1));
    hub.emit("attribute_updated", [1, "1/257/0", 2]);
    hub.emitOnce(event(2));
    const heard = [];
    hub.add((name, data) => heard.push([name, data.event_number]));
    assert.deepEqual(heard, [["node_event", 1], ["node_event", 2]]);
    assert.equal(hub.keptCount, 0);
});

test("an event that comes again is passed once", () => {
    const hub = new EventHub();
    const heard = [];
    hub.add((_name, data) => heard.push(data.event_number));
    for (const number of [5, 6, 5, 4, 6]) hub.emitOnce(event(number));
    assert.deepEqual(heard, [5, 6, 4]);
});

test("a lock that was removed counts anew", () => {
    const hub = new EventHub();
    const heard = [];
    hub.add((_name, data) => heard.push(data.event_number));
    hub.emitOnce(event(1));
    hub.forget(1);
    hub.emitOnce(event(1));
    assert.deepEqual(heard, [1, 1]);
});

test("who stops listening hears nothing more, and events are kept again", () => {
    const hub = new EventHub();
    const listener = () => assert.fail("heard");
    hub.add(listener);
    hub.delete(listener);
    hub.emitOnce(event(1));
    assert.equal(hub.keptCount, 1);
});
