// The vendor's own client against a server whose address is the first argument. Prints one line
// for each step that went as its documentation says; ends with 1 at the first that did not.
const assert = require("node:assert/strict");
const { InfisicalSDK } = require("@infisical/sdk");

const [siteUrl, projectId, clientId, clientSecret] = process.argv.slice(2);
const scope = { projectId, environment: "prod", secretPath: "/oracle" };

async function refused(status, call) {
  await assert.rejects(call, (error) => error.message.includes(`[StatusCode=${status}]`));
}

async function step(name, call) {
  await call();
  console.log(name);
}

async function main() {
  const infisical = new InfisicalSDK({ siteUrl });
  await step("wrong credential", () =>
    refused(401, infisical.auth().universalAuth.login({ clientId, clientSecret: "wrong" })));
  const client = await infisical.auth().universalAuth.login({ clientId, clientSecret });
  console.log("login");
  await step("renew", () => client.auth().universalAuth.renew());
  await step("folder missing", () => refused(404, client.secrets().listSecrets(scope)));
  await step("folder", () =>
    client.folders().create({ name: "oracle", path: "/", projectId, environment: "prod" }));
  await step("folders", async () => {
    const found = await client.folders().listFolders({ path: "/", projectId, environment: "prod" });
    assert.deepEqual(found.map((folder) => folder.name).sort(), ["importing", "oracle"]);
  });
  await step("not found", () =>
    refused(404, client.secrets().getSecret({ ...scope, secretName: "APP" })));
  await step("create", async () => {
    const { secret } = await client.secrets().createSecret("APP", { ...scope, secretValue: "one" });
    assert.equal(secret.version, 1);
  });
  await step("create again", () =>
    refused(400, client.secrets().createSecret("APP", { ...scope, secretValue: "two" })));
  await step("read", async () => {
    const secret = await client.secrets().getSecret({ ...scope, secretName: "APP" });
    assert.equal(secret.secretKey, "APP");
    assert.equal(secret.secretValue, "one");
    assert.equal(secret.secretValueHidden, false);
  });
  await step("update", async () => {
    const { secret } = await client.secrets().updateSecret("APP", { ...scope, secretValue: "two" });
    assert.equal(secret.version, 2);
  });
  await step("older version", async () => {
    const secret = await client.secrets().getSecret({ ...scope, secretName: "APP", version: 1 });
    assert.equal(secret.secretValue, "one");
  });
  await step("list", async () => {
    const { secrets } = await client.secrets().listSecrets(scope);
    assert.deepEqual(secrets.map((secret) => [secret.secretKey, secret.secretValue]), [["APP", "two"]]);
  });
  await step("list without values", async () => {
    const { secrets } = await client.secrets().listSecrets({ ...scope, viewSecretValue: false });
    assert.deepEqual(secrets.map((secret) => secret.secretValueHidden), [true]);
  });
  await step("imports", async () => {
    const secrets = await client.secrets().listSecretsWithImports({ ...scope, secretPath: "/importing" });
    assert.deepEqual(
      secrets.map((secret) => `${secret.secretKey}=${secret.secretValue}`).sort(),
      ["BOTH=own", "ONLY=imported"]);
  });
  await step("denied", () =>
    refused(403, client.secrets().getSecret({ ...scope, secretPath: "/importing", secretName: "DENIED" })));
  await step("delete", () => client.secrets().deleteSecret("APP", scope));
  await step("gone", () => refused(404, client.secrets().getSecret({ ...scope, secretName: "APP" })));
}

main().catch((error) => {
  console.log(error.stack);
  process.exitCode = 1;
});
