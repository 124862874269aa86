// SPDX-License-Identifier: Apache-2.0
// Opens and verifies the vectors of suite 1 with implementations that share no code with Comity.
import { createHash, createPublicKey, verify, webcrypto } from "node:crypto";
import { readFileSync } from "node:fs";

globalThis.crypto ??= webcrypto;
const { CipherSuite, HkdfSha256, Aes256Gcm, XWing, compactVerify, importJWK } = await import("./vendor/independent.mjs");

const vectors = JSON.parse(readFileSync(process.argv[2], "utf8"));
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, "hex"));
const b64 = (text) => Uint8Array.from(Buffer.from(text, "base64url"));
const sha256 = (data) => createHash("sha256").update(data).digest("hex");
const jwk = (hex) => ({ kty: "OKP", crv: "Ed25519", x: Buffer.from(hex, "hex").toString("base64url") });

// The envelope: HPKE with the hybrid KEM; info is the header without the seal, in the same canonical order.
const envelope = JSON.parse(vectors.envelope);
const { sealed, ...header } = envelope;
const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const key = await suite.kem.deserializePrivateKey(bytes(vectors.sealing_seed));
const raw = b64(sealed);
const recipient = await suite.createRecipientContext({
  recipientKey: key, enc: raw.slice(0, 1120), info: new TextEncoder().encode(JSON.stringify(header)),
});
const signed = new TextDecoder().decode(await recipient.open(raw.slice(1120)));
if (signed !== vectors.signed_manifest) throw new Error("another manifest was sealed");

// The manifest and the receipt: JWS.
const sender = await importJWK(jwk(vectors.sender_key), "Ed25519");
const manifest = JSON.parse(new TextDecoder().decode((await compactVerify(signed, sender)).payload));
if (manifest.id !== header.id) throw new Error("the manifest names another message");
const receipt = JSON.parse(new TextDecoder().decode((await compactVerify(vectors.receipt, sender)).payload));
if (receipt.envelope !== sha256(vectors.envelope) || receipt.manifest !== sha256(signed)) throw new Error("receipt");

// A chunk: AES-256-GCM, counter nonce, manifest and part number as associated data.
const nonce = new Uint8Array(12);
nonce[11] = 1;
const data = Buffer.concat([createHash("sha256").update(signed).digest(), Buffer.from([0, 0, 0, 0])]);
const part = await crypto.subtle.importKey("raw", bytes(manifest.parts[0].key), "AES-GCM", false, ["decrypt"]);
const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce, additionalData: data }, part, bytes(vectors.chunk));
if (sha256(Buffer.from(plain)) !== manifest.parts[0].sha256) throw new Error("the file differs");

// The hop: RFC 9421, signature base built here from the specification.
const hop = vectors.hop;
const params = hop.headers["Signature-Input"].slice("hop=".length);
const base = [
  `"@method": ${hop.method}`, `"@target-uri": ${hop.uri}`, `"content-digest": ${hop.headers["Content-Digest"]}`,
  `"comity-receipt": ${hop.headers["Comity-Receipt"]}`, `"@signature-params": ${params}`,
].join("\n");
const mark = Buffer.from(hop.headers.Signature.slice("hop=:".length, -1), "base64");
const publicKey = createPublicKey({ key: jwk(vectors.sender_key), format: "jwk" });
if (!verify(null, Buffer.from(base), publicKey, mark)) throw new Error("the hop is not signed");
const digest = createHash("sha256").update(vectors.envelope).digest("base64");
if (hop.headers["Content-Digest"] !== `sha-256=:${digest}:`) throw new Error("the digest differs");

console.log(JSON.stringify({ opened: manifest.body }));
