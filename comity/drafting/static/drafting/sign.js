// SPDX-License-Identifier: Apache-2.0
// Asks a passkey to sign the challenge of a text and posts what it answers.
(() => {
  const form = document.querySelector("form[data-sign]");
  if (!form || !window.PublicKeyCredential) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  form.addEventListener("submit", async (event) => {
    if (form.elements.signature.value) return;
    event.preventDefault();
    try {
      const made = await navigator.credentials.get({
        publicKey: {
          challenge: bytes(form.dataset.challenge),
          rpId: form.dataset.host,
          userVerification: "required",
          allowCredentials: form.dataset.credentials.split(" ").filter(Boolean).map((id) => ({ type: "public-key", id: bytes(id) })),
        },
      });
      form.elements.credential.value = text(made.rawId);
      form.elements.client_data.value = text(made.response.clientDataJSON);
      form.elements.authenticator_data.value = text(made.response.authenticatorData);
      form.elements.signature.value = text(made.response.signature);
      form.submit();
    } catch {
      document.querySelector("[data-sign-failed]").hidden = false;
    }
  });
})();
