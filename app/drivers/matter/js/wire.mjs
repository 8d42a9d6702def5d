// Values between the wire (Matter Server protocol, as the typed Python clients spell it) and matter.js.
import { camelize } from "@matter/general";
import { Bytes } from "@matter/main";
import { ClusterModel, Matter } from "@matter/main/model";
import { MATTER_EPOCH_OFFSET_S } from "@matter/main/types";
import { invalid } from "./errors.mjs";

const MARK = "\u0001"; // around digits that must reach the wire bare

/** JSON text in which 64-bit ids are written with all their digits. */
export const dump = value => JSON.stringify(value).replace(/"\\u0001(\d+)\\u0001"/g, "$1");

/** Names are matched without case and signs: userUniqueID = userUniqueId, PINCode = pinCode. */
export const squash = name => name.toLowerCase().replace(/[^a-z0-9]/g, "");

export const clusterModel = id => Matter.get(ClusterModel, id);

// not "conformant": that view lacks every attribute which depends on a feature
export const attributeModel = (clusterId, id) => clusterModel(clusterId)?.attributes.find(each => each.id === id);

/** Wire to matter.js: base64 to bytes, integers to bitmaps, Matter epoch to Unix time, absent optionals dropped. */
export function toMatter(model, value) {
    if (value === null || value === undefined) return value;
    switch (model.effectiveMetatype) {
        case "bytes":
            if (typeof value !== "string") throw invalid(`${model.name}: base64 expected`);
            return Bytes.of(Buffer.from(value, "base64"));
        case "array":
            if (!Array.isArray(value)) throw invalid(`${model.name}: a list expected`);
            return value.map(item => toMatter(model.listEntry, item));
        case "object":
            return toStruct(model, value);
        case "bitmap":
            return typeof value === "number" ? toBits(model, value) : value;
        default:
            return moved(model, value, +1);
    }
}

function toStruct(model, value) {
    if (typeof value !== "object" || Array.isArray(value)) throw invalid(`${model.name}: an object expected`);
    const struct = {};
    for (const [key, item] of Object.entries(value)) {
        const member = model.members.find(each => squash(each.name) === squash(key));
        if (!member) throw invalid(`unknown field ${key}`);
        if (item === null && !member.effectiveQuality.nullable) continue; // Python clients send null for "not given"
        const converted = toMatter(member, item);
        if (converted !== undefined) struct[member.propertyName] = converted;
    }
    return struct;
}

function toBits(model, value) {
    return Object.fromEntries(model.members.map(member => {
        const [low, width] = bitField(member);
        const bits = Math.floor(value / 2 ** low) % 2 ** width;
        return [member.propertyName, width === 1 ? Boolean(bits) : bits];
    }));
}

/** matter.js to wire; `byTag`: structs keyed by tag number (attribute values), else by name (command answers, events). */
export function toWire(model, value, byTag = false) {
    if (value === null || value === undefined || !model) return plain(value);
    switch (model.effectiveMetatype) {
        case "array":
            return value.map(item => toWire(model.listEntry, item, byTag));
        case "object":
            return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => {
                const member = model.members.find(each => each.propertyName === key);
                return [byTag && member ? member.id : pythonName(key), toWire(member, item, byTag)];
            }));
        case "bitmap":
            return typeof value === "object" ? fromBits(model, value) : value;
        default:
            return plain(moved(model, value, -1));
    }
}

function fromBits(model, value) { // FeatureMap members are named by their title
    return model.members.reduce((sum, member) =>
        sum + Number(value[member.propertyName] ?? value[camelize(member.title ?? "")] ?? 0) * 2 ** bitField(member)[0], 0);
}

function bitField(member) {
    const { value, min, max } = member.constraint;
    return typeof value === "number" ? [value, 1] : [min, max - min];
}

/** A time between the two epochs: matter.js has Unix seconds and microseconds, the wire Matter's. */
function moved(model, value, sign) {
    if (model.type === "epoch-s" && typeof value === "number") return value + sign * MATTER_EPOCH_OFFSET_S;
    if (model.type !== "epoch-us" || (typeof value !== "number" && typeof value !== "bigint")) return value;
    return BigInt(value) + BigInt(sign) * BigInt(MATTER_EPOCH_OFFSET_S) * 1_000_000n;
}

// the typed Python clients keep the capitals of the specification: userUniqueID, PINCode
const pythonName = name => name.replace(/^pin(?=[A-Z])/, "PIN").replace(/Id(?=$|[A-Z])/g, "ID");

function plain(value) {
    if (typeof value === "bigint") return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : `${MARK}${value}${MARK}`;
    if (value === null || value === undefined || typeof value !== "object") return value ?? null;
    if (Bytes.isBytes(value)) return Buffer.from(Bytes.of(value)).toString("base64");
    if (Array.isArray(value)) return value.map(plain);
    return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)
        .map(([key, item]) => [pythonName(key), plain(item)]));
}

/** `endpoint/cluster/attribute` with `*`; throws for anything else. */
export function parsePath(text) {
    const parts = String(text).split("/");
    if (parts.length !== 3 || !parts.every(part => part === "*" || /^\d{1,10}$/.test(part))) throw invalid("bad attribute path");
    const [endpointId, clusterId, attributeId] = parts.map(part => part === "*" ? undefined : Number(part));
    return { endpointId, clusterId, attributeId };
}
