import assert from "node:assert/strict";
import { test } from "node:test";
import { Faults, Past } from "../../../../../app/drivers/matter/js/practice/faults.mjs";
import { drawPasscode, isPasscodeAllowed } from "../../../../../app/drivers/matter/js/practice/folder.mjs";
import { readOptions } from "../../../../../app/drivers/matter/js/practice/options.mjs";

test("a passcode that every phone knows is never drawn", () => {
    const draws = [12345678, 87654321, 0, 11111111, 99999999, 100000000, 20202021];
    assert.equal(drawPasscode(() => draws.shift()), 20202021);
    assert.ok(isPasscodeAllowed(1) && isPasscodeAllowed(99999998));
    for (let digit = 0; digit < 10; digit += 1) assert.ok(!isPasscodeAllowed(digit * 11111111));
    for (const wrong of [-1, 1.5, NaN, "20202021", undefined]) assert.ok(!isPasscodeAllowed(wrong));
});

test("a lagging lock answers with its past, but not with more of it than the lag", () => {
    let now = 0;
    const past = new Past(() => now);
    past.remember("empty");
    now = 1000;
    past.remember("one code");
    past.settle();
    assert.equal(past.before(60), "one code");
    now = 5000;
    past.remember("two codes");
    now = 7999;
    assert.equal(past.before(3), "one code");
    now = 8000;
    assert.equal(past.before(3), "two codes");
});

test("an old past is forgotten, except what is still needed", () => {
    let now = 0;
    const past = new Past(() => now);
    past.remember("first");
    now = 4_000_000;
    past.remember("second");
    assert.equal(past.before(3600), "first");
    now = 9_000_000;
    past.remember("third");
    assert.equal(past.before(3600), "second");
});

test("only a slow lock makes its answers wait", () => {
    const faults = new Faults();
    assert.equal(faults.pause(), undefined);
});

test("wrong options are refused with a sentence", () => {
    const usable = ["--data", "D", "--practice-network", "N"];
    assert.equal(readOptions(usable).maxPin, 8);
    assert.equal(readOptions([...usable, "--pin-length", "6-6", "--quirk", "plain", "--quirk", "no-clock"]).quirks.size, 2);
    for (const extra of [["--real-network"], ["--pins", "0"], ["--pin-length", "8-6"], ["--pin-length", "6"], ["--quirk", "odd"],
        ["--discriminator", "4096"], ["--passcode", "1"], ["words"]])
        assert.throws(() => readOptions([...usable, ...extra]), { code: "usage" }, extra.join(" "));
    assert.throws(() => readOptions(["--practice-network", "N"]), { code: "usage" });
    assert.throws(() => readOptions(["--data", "D"]), { code: "usage" });
});
