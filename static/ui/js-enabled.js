// First in the body, before anything is drawn: components that need JavaScript take their scripted form at once.
document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) document.body.classList.add("govuk-frontend-supported");
